import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { EnvHttpProxyAgent, type Dispatcher } from 'undici';
import { InputError } from '../../../platform/index.js';

const CONNECT_MS = 10_000;

/** The certificates that are trusted: the public ones and those of a PEM file; undefined where there is no such file. */
export function trustedCertificates(caFile: string | null): string[] | undefined {
  if (caFile === null) return undefined;
  try {
    return [...rootCertificates, readFileSync(caFile, 'utf8')];
  } catch (error) {
    throw new InputError(`The file of certificates ${caFile} cannot be read. Correct its path or its permissions.`, {
      cause: error,
    });
  }
}

/**
 * Connections to Azure. It follows no redirect: none of these services answers with one, and a page that sends the
 * caller to another host is refused as well.
 */
export function azureAgent(ca: string[] | undefined): Dispatcher {
  return new EnvHttpProxyAgent({
    connect: { timeout: CONNECT_MS, ...(ca && { ca }) },
    ...(ca && { requestTls: { ca } }),
  });
}

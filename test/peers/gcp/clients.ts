import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readInstanceTypes } from '../../../src/catalog/index.js';
import { Outbound } from '../../../src/platform/index.js';
import type { PollContext } from '../../../src/prices/sources/price-source.js';

const NOW = new Date('2026-08-01T00:00:00Z');

export function pollContext(more: Partial<PollContext> = {}): PollContext {
  const machines = readInstanceTypes().filter(({ cloud }) => cloud === 'gcp');
  return {
    instanceTypes: new Map(machines.map((machine) => [machine.name, machine])),
    now: NOW,
    signal: new AbortController().signal,
    since: null,
    progress: () => undefined,
    ...more,
  };
}

/** As in the product, but without the waits. */
export function quickOutbound(): Outbound {
  return new Outbound({ name: 'Google', perSecond: null, concurrency: 2, attempts: 3, firstWaitMs: 5 });
}

/**
 * Application Default Credentials that fetch their token from a loopback endpoint: those of a workload outside Google.
 * Stands in the environment until it is removed.
 */
export function useCredentials(tokenEndpoint: string): { remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'pennywatt-gcp-'));
  const token = join(folder, 'token');
  const file = join(folder, 'credentials.json');
  writeFileSync(token, 'a token of somebody else');
  writeFileSync(
    file,
    JSON.stringify({
      type: 'external_account',
      audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/provider',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      token_url: tokenEndpoint,
      credential_source: { file: token },
    }),
  );
  const before = process.env.GOOGLE_APPLICATION_CREDENTIALS;
  process.env.GOOGLE_APPLICATION_CREDENTIALS = file;
  return {
    remove: () => {
      if (before === undefined) delete process.env.GOOGLE_APPLICATION_CREDENTIALS;
      else process.env.GOOGLE_APPLICATION_CREDENTIALS = before;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOKEN } from './arm-emulator.js';
import { loopbackCertificate } from './certificate.js';
import { bodyOf, close, json, listen } from './loopback.js';

const TENANT = '11111111-2222-4333-8444-555555555555';

/** The secret of an application for which the time has run out. */
export const EXPIRED_SECRET = 'a-secret-of-last-year';

export interface TlsFront {
  readonly url: string;
  /** PEM file of the certificate, which nobody trusts who is not told to. */
  readonly caFile: string;
  /** Tokens that were asked for. */
  readonly tokens: () => number;
  close(): Promise<void>;
}

/**
 * What speaks TLS on this machine, for Azure's clients send a token over nothing else: the sign-in service itself, and
 * everything else from the address behind it.
 */
export async function startTlsFront(upstream: string): Promise<TlsFront> {
  const { cert, key } = loopbackCertificate();
  const folder = mkdtempSync(join(tmpdir(), 'pennywatt-azure-'));
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, cert);
  let tokens = 0;
  let url = '';
  const server = createServer({ cert, key: key.export({ type: 'pkcs8', format: 'pem' }) }, (request, response) => {
    if (request.url?.startsWith(`/${TENANT}/`)) {
      if (request.method === 'POST') tokens += 1;
      void signIn(url, request, response);
    } else {
      pass(upstream, request, response);
    }
  });
  url = `https://127.0.0.1:${await listen(server)}`;
  return {
    url,
    caFile,
    tokens: () => tokens,
    close: async () => {
      await close(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The client credentials flow of OAuth 2.0 (RFC 6749, 4.4) with Microsoft's metadata and its ways to refuse. */
async function signIn(base: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const issuer = `${base}/${TENANT}`;
  if (request.method === 'GET') {
    json(response, 200, {
      issuer: `${issuer}/v2.0`,
      authorization_endpoint: `${issuer}/oauth2/v2.0/authorize`,
      token_endpoint: `${issuer}/oauth2/v2.0/token`,
      jwks_uri: `${issuer}/discovery/v2.0/keys`,
    });
    return;
  }
  const asked = new URLSearchParams(await bodyOf(request));
  if (asked.get('client_secret') === EXPIRED_SECRET) {
    const description = "AADSTS7000222: The provided client secret keys for app 'an-app' are expired. Trace ID: 0";
    json(response, 401, { error: 'invalid_client', error_description: description, error_codes: [7000222] });
    return;
  }
  json(response, 200, { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: TOKEN });
}

function pass(upstream: string, request: IncomingMessage, response: ServerResponse): void {
  const { method, headers } = request;
  const inner = forward(`${upstream}${request.url ?? '/'}`, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
    answer.on('error', () => response.destroy());
    answer.on('aborted', () => response.destroy());
  });
  inner.on('error', () => response.destroy());
  request.pipe(inner);
}

/** Credentials as an operator would give them. Stands in the environment until it is removed. */
export function useClientSecret(secret: string): { remove(): void } {
  const stated: Record<string, string> = {
    AZURE_TENANT_ID: TENANT,
    AZURE_CLIENT_ID: 'an-app',
    AZURE_CLIENT_SECRET: secret,
    AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential',
  };
  const before = Object.keys(stated).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, stated);
  return {
    remove: () => {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    },
  };
}

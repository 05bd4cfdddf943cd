import { InputError, StartError } from '../platform/index.js';
import type { ApiClient } from './context.js';

/**
 * The API at an address. A user and a password in it are sent along, for a gateway that asks for them, and never
 * printed. Throws an `InputError` where it is no address.
 */
export function remote(address: string): ApiClient {
  const url = URL.canParse(address) ? new URL(address) : null;
  const user = url === null ? null : userOf(url);
  if (url === null || user === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new InputError(
      'PENNYWATT_URL is no address of a server. An example: http://localhost:8080; characters such as @, / and % of a ' +
        'password are written percent-encoded.',
    );
  }
  const base = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  return {
    async request(method, path, body) {
      const headers = {
        accept: 'application/json',
        ...(user === ':' ? {} : { authorization: `Basic ${Buffer.from(user).toString('base64')}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      };
      let response: Response;
      try {
        response = await fetch(base + path, {
          method,
          headers,
          body: body === undefined ? null : JSON.stringify(body),
        });
      } catch (error) {
        throw new StartError(
          `There is no answer from ${base}. Start the server there, correct PENNYWATT_URL, or unset it to work without one.`,
          { cause: error },
        );
      }
      return { status: response.status, body: parsed(await response.text()) };
    },
    close: () => Promise.resolve(),
  };
}

/** What was answered, as it is where it is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `user:password`; null where it cannot be decoded. */
function userOf({ username, password }: URL): string | null {
  try {
    return `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  } catch {
    return null;
  }
}

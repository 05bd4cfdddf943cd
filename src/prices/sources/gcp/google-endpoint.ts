import { InputError } from '../../../platform/index.js';

/** What Google's clients are told of where to go. */
export interface GoogleEndpoint {
  readonly protocol: 'http' | 'https';
  readonly apiEndpoint: string;
  readonly port: number;
}

/**
 * Where a service of Google is asked.
 *
 * @param setting URL of another endpoint, without a path; null: the public one
 * @param name what the setting is called, for the message
 * @throws InputError where the URL cannot be used, or would send credentials over the network in clear
 */
export function googleEndpoint(setting: string | null, publicHost: string, name: string): GoogleEndpoint {
  if (setting === null) return { protocol: 'https', apiEndpoint: publicHost, port: 443 };
  const url = URL.parse(setting);
  if (url === null || !/^https?:$/.test(url.protocol) || url.pathname !== '/') {
    throw new InputError(`${name} is ${setting}. Give an http or https URL without a path, as https://${publicHost}.`);
  }
  const secure = url.protocol === 'https:';
  if (!secure && !isLoopback(url.hostname)) {
    throw new InputError(`${name} is ${setting}: credentials would cross the network in clear. Give an https URL.`);
  }
  return {
    protocol: secure ? 'https' : 'http',
    apiEndpoint: url.hostname,
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
  };
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

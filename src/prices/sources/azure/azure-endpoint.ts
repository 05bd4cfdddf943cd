import { InputError } from '../../../platform/index.js';

interface EndpointRules {
  /** What the setting is called, for messages. */
  readonly name: string;
  readonly publicUrl: string;
  /** Whether a path may follow the host. */
  readonly path: boolean;
  /** Whether plain HTTP will do on this machine: never where a token travels along. */
  readonly plainOnLoopback: boolean;
}

/**
 * Where a service of Azure is asked.
 *
 * @param setting URL of another endpoint; null: the public one
 * @throws InputError where the URL cannot be used
 */
export function azureEndpoint(setting: string | null, rules: EndpointRules): URL {
  const { name, publicUrl, path, plainOnLoopback } = rules;
  const stated = setting ?? publicUrl;
  const url = new URL(URL.canParse(stated) ? stated : publicUrl);
  const usable =
    URL.canParse(stated) &&
    (url.protocol === 'https:' || (plainOnLoopback && url.protocol === 'http:' && isLoopback(url.hostname))) &&
    (path || url.pathname === '/') &&
    url.username === '' &&
    url.search === '' &&
    url.hash === '';
  if (!usable) {
    const shape = path ? 'an https URL' : 'an https URL without a path';
    throw new InputError(`${name} cannot be used. Give ${shape}, as ${publicUrl}.`);
  }
  return url;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

import { InputError } from '../../../platform/index.js';

const PLACEHOLDER = '{region}';

/**
 * Where a service of AWS is asked, in place of the public endpoint.
 *
 * @param name what the setting is called, for messages
 * @throws InputError where the URL cannot be used, or would send a session token over the network in clear
 */
export function awsEndpoint(setting: string, name: string): URL {
  if (!URL.canParse(setting)) throw new InputError(`${name} is ${setting}. Give an https URL.`);
  const url = new URL(setting);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new InputError(`${name} holds more than a place. Give an https URL without user, query and fragment.`);
  }
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url;
  throw new InputError(`${name} is ${setting}: a session token would cross the network in clear. Give an https URL.`);
}

/** The endpoint of a region; null where the public one is meant. */
export function regionalEndpoint(setting: string | null, region: string, name: string): URL | null {
  return setting === null ? null : awsEndpoint(setting.replaceAll(PLACEHOLDER, region), name);
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

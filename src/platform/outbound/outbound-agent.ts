import { EnvHttpProxyAgent, interceptors, type Dispatcher } from 'undici';

const CONNECT_MS = 10_000;
const MOST_REDIRECTIONS = 3;

let shared: Dispatcher | null = null;

/** Connections of this process, kept open between calls; proxies as HTTPS_PROXY and NO_PROXY say. */
export function outboundAgent(): Dispatcher {
  shared ??= new EnvHttpProxyAgent({ connect: { timeout: CONNECT_MS } }).compose(
    interceptors.redirect({ maxRedirections: MOST_REDIRECTIONS }),
  );
  return shared;
}

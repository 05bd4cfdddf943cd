import type { DefaultAzureCredentialOptions, TokenCredential } from '@azure/identity';
import type { OutboundError } from '../../../platform/index.js';
import { azureError } from './azure-error.js';

/** Longest wait for a token, in ms. The library tries one kind of credentials after the other, some of them slowly. */
const TOKEN_MS = 30_000;

/** A refusal stands this long before it is asked for again, in ms. */
const REFUSED_MS = 60_000;

const PUBLIC_SCOPE = 'https://management.azure.com/.default';

/** Resource managers of the other clouds of Azure, to which tokens of the public cloud mean nothing. */
const OTHER_CLOUDS: ReadonlySet<string> = new Set([
  'https://management.chinacloudapi.cn',
  'https://management.usgovcloudapi.net',
]);

/** What a token for a resource manager has to be good for. */
export function scopeOf(managementEndpoint: URL): string {
  const { origin } = managementEndpoint;
  return OTHER_CLOUDS.has(origin) ? `${origin}/.default` : PUBLIC_SCOPE;
}

/**
 * Signs in to Azure with what Azure's own library finds: `AZURE_CLIENT_ID` and the like, a workload identity, the
 * managed identity of the machine, `az login`. The credentials themselves stay within that library.
 */
export class AzureSignIn implements TokenCredential {
  private inner: Promise<TokenCredential> | null = null;
  private refused: { readonly error: OutboundError; readonly until: number } | null = null;

  /**
   * @param authorityHost another sign-in service; null: what `AZURE_AUTHORITY_HOST` says, or the public one
   * @param ca certificates that are trusted; undefined: those of Node
   */
  constructor(
    private readonly authorityHost: URL | null,
    private readonly ca: string[] | undefined,
  ) {}

  /** Throws `OutboundError`, `not_authorised` where there are no credentials or they are not accepted. */
  async getToken(
    ...[scopes, options]: Parameters<TokenCredential['getToken']>
  ): ReturnType<TokenCredential['getToken']> {
    if (this.refused !== null && performance.now() < this.refused.until) throw this.refused.error;
    const limit = AbortSignal.timeout(TOKEN_MS);
    try {
      const inner = await (this.inner ??= this.open());
      return await endedBy(limit, inner.getToken(scopes, { ...options, abortSignal: limit }));
    } catch (error) {
      const outcome = azureError(limit.aborted ? limit.reason : error, 'Signing in to Azure');
      if (outcome.failure === 'not_authorised') {
        this.refused = { error: outcome, until: performance.now() + REFUSED_MS };
      }
      throw outcome;
    }
  }

  /** Why there is no token to be had; null where there is one. */
  async problem(scope: string): Promise<string | null> {
    try {
      await this.getToken(scope);
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  }

  private async open(): Promise<TokenCredential> {
    const { DefaultAzureCredential } = await import('@azure/identity');
    const options: DefaultAzureCredentialOptions = {
      retryOptions: { maxRetries: 2, maxRetryDelayInMs: 5000 },
      ...(this.ca && { tlsOptions: { ca: this.ca } }),
      // Microsoft does not know a sign-in service of one's own, so it is not asked to vouch for it.
      ...(this.authorityHost && { authorityHost: this.authorityHost.origin, disableInstanceDiscovery: true }),
    };
    return new DefaultAzureCredential(options);
  }
}

/** The promise, or the reason of the signal where that comes first. */
function endedBy<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => reject(signal.reason as Error);
    signal.addEventListener('abort', end, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}

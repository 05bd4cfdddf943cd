import { Outbound, type OutboundLimits } from '../../../platform/index.js';
import { awsError } from './aws-error.js';
import { HOME_REGIONS } from './aws-partition.js';
import type { AwsSourceSettings } from './aws-settings.js';
import { AwsTransport } from './aws-transport.js';

/** Longest search for credentials that are asked of another service, in ms. */
const CREDENTIALS_MS = 10_000;
/** How long an answer about credentials is good for: the search can take seconds, and is asked for with every list of sources. */
const READY_MS = 300_000;
const NOT_READY_MS = 60_000;

interface Identity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}
type Credentials = () => Promise<Identity>;

export type CallLimits = Pick<OutboundLimits, 'perSecond' | 'concurrency'>;

/** What every client of a service is built with. */
export interface ClientConfig {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials: Credentials;
  readonly requestHandler: AwsTransport;
  readonly maxAttempts: number;
}

/** The credentials of all sources of AWS, found once by its own library and renewed by it, and the limits of its APIs. */
export class AwsAccess {
  private credentials: Credentials | null = null;
  private known: { readonly ready: boolean; readonly until: number } | null = null;
  private readonly outbounds = new Map<string, Outbound>();

  /** @param outboundLimits in place of the usual ones: attempts and waits, for tests */
  constructor(
    readonly settings: AwsSourceSettings,
    private readonly outboundLimits: Partial<OutboundLimits> = {},
  ) {}

  /** Whether the library finds credentials in any of the places where it looks; never throws. */
  async hasCredentials(): Promise<boolean> {
    if (this.known !== null && performance.now() < this.known.until) return this.known.ready;
    let ready = true;
    try {
      await until((await this.chain())(), AbortSignal.timeout(CREDENTIALS_MS));
    } catch {
      ready = false;
      this.credentials = null;
    }
    this.known = { ready, until: performance.now() + (ready ? READY_MS : NOT_READY_MS) };
    return ready;
  }

  /**
   * @param limits those of the service, which AWS counts for each region apart
   * @param signal ends every call
   */
  async config(
    service: { readonly name: string; readonly form: 'xml' | 'json'; readonly limits: CallLimits },
    region: string,
    endpoint: URL | null,
    signal: AbortSignal,
  ): Promise<ClientConfig> {
    const { name, form, limits } = service;
    const key = `${name}:${region}`;
    // Signatures expire after five minutes, so no wait may be much longer than one.
    const outbound =
      this.outbounds.get(key) ??
      new Outbound({ name, firstWaitMs: 1000, longestWaitMs: 90_000, ...limits, ...this.outboundLimits });
    this.outbounds.set(key, outbound);
    return {
      region,
      ...(endpoint === null ? {} : { endpoint: endpoint.href }),
      credentials: await this.chain(),
      requestHandler: new AwsTransport(name, form, outbound, signal),
      // The transport tries again by itself; a second attempt here is for a clock that the client has corrected.
      maxAttempts: 2,
    };
  }

  /** A call of a client, with its errors translated; ends with the signal whatever the client waits for. */
  async call<T>(name: string, signal: AbortSignal, send: () => Promise<T>): Promise<T> {
    try {
      return await until(send(), signal);
    } catch (error) {
      const translated = awsError(error, name);
      // Whoever renewed them did so in a file or in the environment, which is read when they are searched for again.
      if (translated.failure === 'not_authorised') {
        this.credentials = null;
        this.known = null;
      }
      throw translated;
    }
  }

  /** The default search of AWS's library: environment, files, single sign-on, web identity, container, machine. */
  private async chain(): Promise<Credentials> {
    if (this.credentials !== null) return this.credentials;
    const { PricingClient } = await import('@aws-sdk/client-pricing');
    const client = new PricingClient({ region: HOME_REGIONS[this.settings.partition] });
    const { credentials } = client.config;
    this.credentials = () => credentials();
    return this.credentials;
  }
}

/** The promise, or the reason of the signal where that comes first. */
function until<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => reject(signal.reason as Error);
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}

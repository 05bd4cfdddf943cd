import { GoogleAuth } from 'google-auth-library';
import { OutboundError, type Outbound } from '../../../platform/index.js';
import { googleError } from './google-error.js';

/** Longest wait for a token, in ms. The library that fetches it knows no limit of its own. */
const TOKEN_MS = 30_000;

export interface TransportOptions {
  readonly name: string;
  readonly outbound: Outbound;
  readonly scopes: readonly string[];
  readonly apiKey: string | null;
  readonly projectId: string | null;
  /** Ends every call. */
  readonly signal: AbortSignal;
}

/**
 * Credentials as Google's library finds them, and calls through our own client. The REST transport of Google's SDKs has
 * no time-out, does not heed `Retry-After` and reads answers of any size; it sends through the `fetch` of what it is
 * given as `auth`, so this is where ours comes in.
 */
export class GoogleTransport extends GoogleAuth {
  constructor(private readonly options: TransportOptions) {
    super({
      scopes: [...options.scopes],
      ...(options.apiKey === null ? {} : { apiKey: options.apiKey }),
      ...(options.projectId === null ? {} : { projectId: options.projectId }),
    });
  }

  override async fetch<T>(
    ...[input, init]: Parameters<GoogleAuth['fetch']>
  ): ReturnType<typeof GoogleAuth.prototype.fetch<T>> {
    const { name, outbound, signal } = this.options;
    const url = new URL(input as string | URL);
    const headers = new Headers(init?.headers);
    (await this.authorisation(url)).forEach((value, key) => headers.set(key, value));
    const body = await outbound.stream(
      {
        url,
        headers: Object.fromEntries(headers),
        signal: init?.signal ? AbortSignal.any([signal, init.signal]) : signal,
      },
      (chunks) => wholeJson(chunks, name),
    );
    return Object.assign(new Response(body), { config: { url, headers }, data: undefined as T });
  }

  private async authorisation(url: URL): Promise<Headers> {
    const limit = AbortSignal.any([this.options.signal, AbortSignal.timeout(TOKEN_MS)]);
    try {
      return await ended(this.getRequestHeaders(url), limit);
    } catch (error) {
      throw googleError(error, this.options.name);
    }
  }
}

/** The promise, or the reason of the signal where that comes first. */
function ended<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => reject(signal.reason as Error);
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}

/**
 * The bytes of an answer that looks like a whole JSON object; another try may mend one that does not. The SDK parses it
 * again and more strictly, but its errors end the poll.
 */
async function wholeJson(chunks: AsyncIterable<Buffer>, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  const bytes = new Uint8Array(Buffer.concat(parts));
  const head = Buffer.from(bytes.subarray(0, 64)).toString('latin1').trimStart();
  const tail = Buffer.from(bytes.subarray(-64)).toString('latin1').trimEnd();
  if (head.startsWith('{') && tail.endsWith('}')) return bytes;
  const what = head.startsWith('<') ? 'HTML or XML' : 'no JSON, or JSON that is cut off';
  throw new OutboundError('unreadable', `${name} answered with ${what}.`);
}

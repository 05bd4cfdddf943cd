import { OutboundError, type Outbound, type OutboundRequest } from '../../../platform/index.js';
import { isThrottling } from './aws-error.js';

/** Requests as AWS's clients make them, as much as is used of them. */
interface AwsRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | string[] | null>>;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface AwsAnswer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/** A page of any of these APIs has at most a few megabytes. */
const MOST_ANSWER_BYTES = 64 * 2 ** 20;
const IDLE_MS = 20_000;
/** A signature is good for five minutes, so a few tries have to fit in. */
const TRY_MS = 60_000;
/** The code of an error stands at the beginning of its body. */
const ERROR_BYTES = 4096;

/**
 * Sends what AWS's clients ask through our own client: proxies, limits of time and size, retries with jitter that heed
 * `Retry-After`. The clients' own transport knows no limit of size; it repeats no answer that broke off half way, and takes
 * a page of HTML for a list without entries where XML is expected.
 */
export class AwsTransport {
  readonly metadata = { handlerProtocol: 'http/1.1' };

  /** @param signal ends every call */
  constructor(
    private readonly name: string,
    private readonly form: 'xml' | 'json',
    private readonly outbound: Outbound,
    private readonly signal: AbortSignal,
  ) {}

  async handle(request: AwsRequest): Promise<{ response: AwsAnswer }> {
    const { hostname, port, protocol, path, query, method, headers, body } = request;
    const url = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`);
    for (const [key, values] of Object.entries(query ?? {}))
      for (const value of [values ?? ''].flat()) url.searchParams.append(key, value);
    const response = await this.send({
      url,
      method: method === 'GET' ? 'GET' : 'POST',
      headers,
      ...(method === 'GET' ? {} : { body: textOf(body) }),
    });
    return { response };
  }

  /** For the clients, which may be told of a new setting of their transport: this one has none of theirs. */
  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }

  private async send(request: OutboundRequest): Promise<AwsAnswer> {
    const limits = { maxBytes: MOST_ANSWER_BYTES, idleMs: IDLE_MS, timeoutMs: TRY_MS };
    try {
      return await this.outbound.stream(
        { ...request, ...limits, signal: this.signal, refusals: true },
        async (chunks, { status, headers }): Promise<AwsAnswer> => {
          const parts: Buffer[] = [];
          for await (const chunk of chunks) parts.push(chunk);
          const bytes = Buffer.concat(parts);
          this.check(bytes, status);
          return { statusCode: status, headers: plain(headers), body: bytes };
        },
      );
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error;
      // Without its cause: AWS's client would recognise that, and begin again where all tries have failed already.
      throw new OutboundError(error.failure, error.message, error.status, error.retryAfterMs);
    }
  }

  private check(bytes: Buffer, status: number): void {
    const isRefusal = status >= 400;
    // Some services ask for less with status 400.
    if (isRefusal && codesIn(bytes).some(isThrottling)) {
      throw new OutboundError('throttled', `${this.name} asked to be asked less often.`, status);
    }
    if (hasForm(bytes, this.form)) return;
    const looksLike = /^\s*<(!doctype )?html/i.test(bytes.toString('utf8', 0, 64)) ? 'HTML' : 'an answer cut off';
    if (isRefusal) {
      const failure = status === 401 || status === 403 ? 'not_authorised' : 'status';
      throw new OutboundError(
        failure,
        `${this.name} refused the request with status ${status} and ${looksLike}.`,
        status,
      );
    }
    throw new OutboundError(
      'unreadable',
      `${this.name} answered with ${looksLike}, not with ${this.form.toUpperCase()}.`,
    );
  }
}

/** Whether it begins and ends as a whole answer does; what is between is the client's to read. */
function hasForm(bytes: Buffer, form: 'xml' | 'json'): boolean {
  const head = bytes.toString('utf8', 0, 256).trimStart();
  const tail = bytes.toString('utf8', Math.max(0, bytes.length - 128)).trimEnd();
  if (form === 'json') return head.startsWith('{') && tail.endsWith('}');
  return /^(<\?xml[^>]*>\s*)?<\w*Response[\s>]/.test(head) && /<\/\w*Response>$/.test(tail);
}

/** `<Code>…</Code>` of EC2, `"__type":"prefix#…"` of the JSON services. */
function codesIn(bytes: Buffer): string[] {
  const head = bytes.toString('utf8', 0, ERROR_BYTES);
  return [...head.matchAll(/<Code>(\w+)<\/Code>|"(?:__type|code)"\s*:\s*"(?:[^"#]*#)?(\w+)"/g)].map(
    ([, xml, json]) => xml ?? json ?? '',
  );
}

function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  // Its bytes, and not what it says of itself: AWS's client warns on the terminal of those who ask it for a text.
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  if (body === undefined || body === null) return '';
  throw new TypeError('None of these calls sends a stream.');
}

function plain(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([key, value]) => (value === undefined ? [] : [[key, [value].flat().join(', ')]])),
  );
}

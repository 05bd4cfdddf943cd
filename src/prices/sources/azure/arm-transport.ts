import type { ComputeManagementClientOptionalParams } from '@azure/arm-compute';
import type { ResourceGraphModels } from '@azure/arm-resourcegraph';
import { OutboundError, type Outbound } from '../../../platform/index.js';

/** How Azure's libraries send, of the present generation and of the one before. */
type ComputeHttp = NonNullable<ComputeManagementClientOptionalParams['httpClient']>;
type GraphHttp = NonNullable<ResourceGraphModels.ResourceGraphClientOptions['httpClient']>;

type ComputeHeaders = Awaited<ReturnType<ComputeHttp['sendRequest']>>['headers'];

export const ARM_NAME = 'Azure Resource Manager';

interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyAsText: string;
}

/**
 * Sends what Azure's libraries want sent, through our own client: the older one waits for as long as a `Retry-After`
 * says and cannot be called off meanwhile, and both follow links and redirects to any host with the token in hand.
 */
export class ArmTransport {
  /**
   * @param endpoint the resource manager; nothing is sent to anybody else
   * @param signal ends every call
   */
  constructor(
    private readonly outbound: Outbound,
    private readonly endpoint: URL,
    private readonly signal: AbortSignal,
  ) {}

  forCompute(): ComputeHttp {
    return {
      sendRequest: async (request) => {
        const { url, method, headers, body } = request;
        const received = await this.send({ url, method, headers: headers.toJSON(), body: textOf(body) });
        return { ...received, request, headers: computeHeaders(received.headers) };
      },
    };
  }

  forGraph(): GraphHttp {
    return {
      sendRequest: async (request) => {
        const body = textOf(request.body as unknown);
        const { url, method } = request;
        const received = await this.send({ url, method, headers: request.headers.rawHeaders(), body });
        const headers = request.headers.clone();
        headers.headerNames().forEach((name) => headers.remove(name));
        Object.entries(received.headers).forEach(([name, value]) => headers.set(name, value));
        return { ...received, request, headers };
      },
    };
  }

  private send({ url, method, headers, body }: Sent): Promise<Received> {
    if (new URL(url).origin !== this.endpoint.origin) {
      const message = `${ARM_NAME} links to another host, ${new URL(url).host}, which is not followed.`;
      return Promise.reject(new OutboundError('unexpected', message));
    }
    if (method !== 'GET' && method !== 'POST') {
      return Promise.reject(new OutboundError('unexpected', `${ARM_NAME} is only read, so ${method} is not sent.`));
    }
    // Outbound says which encodings it unpacks, and knows the length.
    const { 'accept-encoding': _encoding, 'content-length': _length, ...rest } = lowerCased(headers);
    const request = { url, method, headers: rest, signal: this.signal, ...(body !== null && { body }) } as const;
    return this.outbound.stream(request, async (chunks, answer) => ({
      status: answer.status,
      headers: flattened(answer.headers),
      bodyAsText: await wholeJson(chunks),
    }));
  }
}

function textOf(body: unknown): string | null {
  if (body === undefined || body === null) return null;
  if (typeof body === 'string') return body;
  throw new OutboundError('unexpected', `${ARM_NAME} is sent text alone.`);
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function flattened(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const entries: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) entries.push([name, [value].flat().join(', ')]);
  }
  return Object.fromEntries(entries);
}

function computeHeaders(values: Readonly<Record<string, string>>): ComputeHeaders {
  const held = new Headers(values);
  return {
    get: (name) => held.get(name) ?? undefined,
    has: (name) => held.has(name),
    set: (name, value) => held.set(name, String(value)),
    delete: (name) => held.delete(name),
    toJSON: () => Object.fromEntries(held),
    [Symbol.iterator]: () => held[Symbol.iterator](),
  };
}

/** The text of an answer that is whole; the libraries parse it again, but what they throw is not tried again. */
async function wholeJson(chunks: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  const text = Buffer.concat(parts).toString('utf8');
  try {
    JSON.parse(text);
  } catch (error) {
    const what = /^\s*</.test(text) ? 'HTML or XML' : 'no JSON, or JSON that is cut off';
    throw new OutboundError('unreadable', `${ARM_NAME} answered with ${what}.`, null, null, { cause: error });
  }
  return text;
}

import { isBrokenCircuitError, isTaskCancelledError } from 'cockatiel';
import type { Dispatcher } from 'undici';
import { OutboundError, type OutboundFailure } from './outbound-error.js';
import { retryAfterMs } from './retry.js';

/** The address without query, user and password: those can hold keys. */
export function shownAddress(url: string | URL): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

const NOT_AUTHORISED = new Set([401, 403]);
const THROTTLED = new Set([429, 503]);
/** Of what the other side says about its refusal, this much is repeated. */
const SHOWN_CHARACTERS = 200;

/** The error of an answer that is no success; reads a little of what it says. */
export async function refusal(
  response: Dispatcher.ResponseData,
  name: string,
  url: string | URL,
): Promise<OutboundError> {
  const { statusCode: status, headers } = response;
  const waitMs = retryAfterMs(headers['retry-after'], headers.date);
  const failure = NOT_AUTHORISED.has(status) ? 'not_authorised' : THROTTLED.has(status) ? 'throttled' : 'status';
  const said = await firstWords(response);
  const words = said === '' ? '' : `: ${said}`;
  return new OutboundError(
    failure,
    `${name} answered ${shownAddress(url)} with status ${status}${words}`,
    status,
    waitMs,
  );
}

async function firstWords({ body, headers }: Dispatcher.ResponseData): Promise<string> {
  if (headers['content-encoding'] !== undefined) return '';
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      parts.push(chunk);
      bytes += chunk.length;
      if (bytes > SHOWN_CHARACTERS) break;
    }
  } catch {
    // The status alone has to do.
  }
  return Buffer.concat(parts).toString('utf8').replace(/\s+/g, ' ').trim().slice(0, SHOWN_CHARACTERS);
}

const BY_CODE: Readonly<Record<string, OutboundFailure>> = {
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
  UND_ERR_SOCKET: 'cut_off',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'cut_off',
  ECONNRESET: 'cut_off',
  EPIPE: 'cut_off',
  ERR_STREAM_PREMATURE_CLOSE: 'cut_off',
  HPE_INVALID_CONSTANT: 'unreadable',
};
const SENTENCE: Readonly<Partial<Record<OutboundFailure, string>>> = {
  timeout: 'did not answer in time',
  cut_off: 'broke the connection off',
  unreachable: 'cannot be reached',
  unreadable: 'does not speak HTTP',
  cancelled: 'was not waited for: the call was cancelled',
};

/** Whatever a call threw, as an `OutboundError`. */
export function outboundErrorFrom(
  error: unknown,
  name: string,
  request: { readonly url: string | URL; readonly signal?: AbortSignal },
): OutboundError {
  if (error instanceof OutboundError) return error;
  const where = shownAddress(request.url);
  if (isBrokenCircuitError(error)) {
    const message = `${name} failed too often in a row and is left alone for half a minute.`;
    return new OutboundError('circuit_open', message, null, null, { cause: error });
  }
  const failure = failureOf(error, request.signal);
  const code = codeOf(error);
  const detail = code === null ? '' : ` (${code})`;
  const sentence = `${name} ${SENTENCE[failure] ?? 'failed'}: ${where}${detail}.`;
  return new OutboundError(failure, sentence, null, null, { cause: error });
}

function failureOf(error: unknown, signal: AbortSignal | undefined): OutboundFailure {
  if (isTaskCancelledError(error) || signal?.aborted === true) return 'cancelled';
  const name = (error as { name?: unknown } | null)?.name;
  if (name === 'TimeoutError' || name === 'AbortError') return 'timeout';
  const code = codeOf(error);
  if (code === null) return 'unexpected';
  return BY_CODE[code] ?? (code.startsWith('HPE_') ? 'unreadable' : 'unreachable');
}

function codeOf(error: unknown): string | null {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  if (typeof code === 'string') return code;
  return cause === undefined ? null : codeOf(cause);
}

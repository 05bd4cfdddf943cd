import { OutboundError } from '../../../platform/index.js';

type OutboundFailure = OutboundError['failure'];

/** Of what an error says, this much is repeated. */
const SHOWN_CHARACTERS = 300;

interface Verdict {
  readonly failure: OutboundFailure;
  readonly status: number | null;
}

/** Statuses of gRPC, which Google's clients give where HTTP has a status of its own. */
const GRPC: ReadonlyMap<number, Verdict> = new Map<number, Verdict>([
  [1, { failure: 'cancelled', status: null }],
  [3, { failure: 'status', status: 400 }],
  [4, { failure: 'timeout', status: 504 }],
  [5, { failure: 'status', status: 404 }],
  [7, { failure: 'not_authorised', status: 403 }],
  [8, { failure: 'throttled', status: 429 }],
  [13, { failure: 'status', status: 500 }],
  [14, { failure: 'throttled', status: 503 }],
  [16, { failure: 'not_authorised', status: 401 }],
]);

const CODES: ReadonlyMap<string, OutboundFailure> = new Map<string, OutboundFailure>([
  ['ECONNREFUSED', 'unreachable'],
  ['ENOTFOUND', 'unreachable'],
  ['EAI_AGAIN', 'unreachable'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ENETUNREACH', 'unreachable'],
  ['ETIMEDOUT', 'timeout'],
  ['ECONNRESET', 'cut_off'],
  ['EPIPE', 'cut_off'],
  ['ERR_STREAM_PREMATURE_CLOSE', 'cut_off'],
]);

/**
 * What Google's clients throw, as the one kind of error that sources throw. Never repeats a request: those carry tokens.
 *
 * @param name who was asked, for the message
 */
export function googleError(error: unknown, name: string): OutboundError {
  if (error instanceof OutboundError) return error;
  const { failure, status } = verdict(error);
  const said = error instanceof Error ? error.message.replace(/\s+/g, ' ').slice(0, SHOWN_CHARACTERS) : '';
  return new OutboundError(failure, `${sentence(failure, name)}${said === '' ? '' : `: ${said}`}`, status, null, {
    cause: error,
  });
}

function verdict(error: unknown): Verdict {
  if (!(error instanceof Error)) return { failure: 'unexpected', status: null };
  if (error.name === 'TimeoutError') return { failure: 'timeout', status: null };
  if (error.name === 'AbortError') return { failure: 'cancelled', status: null };
  if (error instanceof SyntaxError) return { failure: 'unreadable', status: null };
  const { code } = error as { readonly code?: unknown };
  if (typeof code === 'number' && GRPC.has(code)) return GRPC.get(code) as Verdict;
  const http = httpStatus(error);
  if (http !== null) return { failure: ofStatus(error, http), status: http };
  const failure = typeof code === 'string' ? CODES.get(code) : undefined;
  if (failure !== undefined) return { failure, status: null };
  if (isAboutCredentials(error)) return { failure: 'not_authorised', status: null };
  // Google's clients wrap what happened on the way; the innermost error tells the most.
  return error.cause === undefined || error.cause === null
    ? { failure: 'unexpected', status: null }
    : verdict(error.cause);
}

/** Of the endpoints for tokens; those of the services come as a status of gRPC. */
function httpStatus(error: Error): number | null {
  const { status, response } = error as {
    readonly status?: unknown;
    readonly response?: { readonly status?: unknown };
  };
  const found = response?.status ?? status;
  return typeof found === 'number' && found >= 300 && found < 600 ? found : null;
}

function ofStatus(error: Error, status: number): OutboundFailure {
  // An expired or revoked credential is a 400 to the endpoint for tokens.
  if (status === 401 || status === 403 || /invalid_grant|invalid_client|unauthorized_client/.test(error.message)) {
    return 'not_authorised';
  }
  return status === 429 || status === 503 ? 'throttled' : 'status';
}

function isAboutCredentials(error: Error): boolean {
  return /default credentials|credentials? .*(file|expired|missing)|private key|invalid_grant|No refresh token/i.test(
    error.message,
  );
}

function sentence(failure: OutboundFailure, name: string): string {
  switch (failure) {
    case 'not_authorised':
      return `${name} did not accept the credentials, or there are none`;
    case 'timeout':
      return `${name} did not answer in time`;
    case 'unreachable':
      return `${name} cannot be reached`;
    case 'cut_off':
      return `${name} ended its answer half way`;
    case 'unreadable':
      return `${name} answered with HTML, or with JSON that is cut off`;
    case 'throttled':
      return `${name} asked to be asked less often`;
    case 'cancelled':
      return `The call to ${name} was called off`;
    default:
      return `${name} did not answer as agreed`;
  }
}

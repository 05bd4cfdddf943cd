import { OutboundError } from '../../../platform/index.js';

type OutboundFailure = OutboundError['failure'];

/** Of what AWS says about a refusal, this much is repeated. */
const SHOWN_CHARACTERS = 300;

/** What AWS calls a request for less; `RequestLimitExceeded` is EC2's. */
const THROTTLING =
  /^(Throttl\w*|RequestLimitExceeded|RequestThrottled\w*|TooManyRequests\w*|EC2ThrottledException|SlowDown|BandwidthLimitExceeded)$/;

/** Credentials that are missing, expired, unknown, or not allowed to ask. */
const CREDENTIALS =
  /^(CredentialsProviderError|TokenProviderError|ExpiredToken\w*|RequestExpired|AuthFailure|UnrecognizedClient\w*|InvalidClientTokenId|InvalidAccessKeyId|InvalidSignature\w*|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken\w*|RequestTimeTooSkewed|RequestInTheFuture|OptInRequired|PendingVerification|Unauthori[sz]ed\w*|AccessDenied\w*|Blocked)$/;

export function isThrottling(code: string): boolean {
  return THROTTLING.test(code);
}

/**
 * What AWS's clients throw, as the one kind of error that sources throw. Says the first line of the message only: those
 * about signatures go on with the request, and that holds a session token.
 *
 * @param name who was asked, for the message
 */
export function awsError(error: unknown, name: string): OutboundError {
  if (error instanceof OutboundError) return error;
  const status = statusOf(error);
  const failure = failureOf(error, status);
  const code = error instanceof Error && error.name !== 'Error' ? error.name : '';
  const said = error instanceof Error ? (error.message.split('\n')[0] ?? '').slice(0, SHOWN_CHARACTERS) : '';
  const detail = [code, said].filter((part) => part !== '').join(', ');
  const message = `${name} ${sentence(failure)}${detail === '' ? '.' : `: ${detail}`}`;
  return new OutboundError(failure, message, status, null, { cause: error });
}

function failureOf(error: unknown, status: number | null): OutboundFailure {
  if (!(error instanceof Error)) return 'unexpected';
  if (error.name === 'AbortError') return 'cancelled';
  if (error.name === 'TimeoutError') return 'timeout';
  if (isThrottling(error.name)) return 'throttled';
  if (CREDENTIALS.test(error.name)) return 'not_authorised';
  if (status === 401 || status === 403) return 'not_authorised';
  if (status !== null && status >= 300) return 'status';
  // The answer had the right beginning and end, so something within is not as agreed.
  return error instanceof SyntaxError ? 'unreadable' : 'unexpected';
}

function statusOf(error: unknown): number | null {
  const { $metadata } = (error ?? {}) as { readonly $metadata?: { readonly httpStatusCode?: unknown } };
  return typeof $metadata?.httpStatusCode === 'number' ? $metadata.httpStatusCode : null;
}

function sentence(failure: OutboundFailure): string {
  switch (failure) {
    case 'not_authorised':
      return 'did not accept the credentials, or there are none';
    case 'throttled':
      return 'asked to be asked less often';
    case 'timeout':
      return 'did not answer in time';
    case 'cancelled':
      return 'was not waited for: the call was cancelled';
    case 'unreadable':
      return 'answered with something that cannot be read';
    case 'status':
      return 'refused the request';
    default:
      return 'did not answer as agreed';
  }
}

import { OutboundError } from '../../../platform/index.js';

type OutboundFailure = OutboundError['failure'];

/** Of what an error says, this much is repeated. */
const SHOWN_CHARACTERS = 300;

/** The sign-in service numbers its refusals: AADSTS7000222 is a client secret that has expired. */
const REFUSAL = /AADSTS\d+: [^.\r\n]*\.?/;

/** What the sign-in library says where it did not get as far as to be refused. */
const NOT_REACHED = /endpoints_resolution_error|network_error|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN/;

/** All kinds of credentials were tried, and none is there. What was tried and why it is not there fills pages. */
const NONE_FOUND: ReadonlySet<string> = new Set(['CredentialUnavailableError', 'AggregateAuthenticationError']);

/** By the `name` of what Azure's libraries throw. */
const BY_NAME: Readonly<Record<string, OutboundFailure>> = {
  TimeoutError: 'timeout',
  AbortError: 'cancelled',
  SyntaxError: 'unreadable',
  AuthenticationError: 'not_authorised',
  AuthenticationRequiredError: 'not_authorised',
  AggregateAuthenticationError: 'not_authorised',
  CredentialUnavailableError: 'not_authorised',
};

const SENTENCE: Readonly<Partial<Record<OutboundFailure, string>>> = {
  timeout: 'did not answer in time',
  cancelled: 'was not waited for: the call was cancelled',
  unreachable: 'cannot be reached',
  unreadable: 'answered with something that cannot be read',
  not_authorised: 'did not accept the credentials',
};

/**
 * What Azure's libraries throw, as the one kind of error that sources throw. Calls go through our own client, whose
 * errors come out of the libraries unchanged; the rest is about signing in, or about an answer of another shape.
 *
 * @param name who was asked, for the message
 */
export function azureError(error: unknown, name: string): OutboundError {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof OutboundError) return cause;
  }
  if (error instanceof Error && NONE_FOUND.has(error.name) && !REFUSAL.test(error.message)) {
    return new OutboundError('not_authorised', `${name} found no credentials.`, null, null, { cause: error });
  }
  const failure = failureOf(error);
  const said = wordsOf(error);
  const sentence = `${name} ${SENTENCE[failure] ?? 'did not answer as agreed'}`;
  return new OutboundError(failure, said === '' ? `${sentence}.` : `${sentence}: ${said}`, null, null, {
    cause: error,
  });
}

function failureOf(error: unknown): OutboundFailure {
  if (!(error instanceof Error)) return 'unexpected';
  const failure = BY_NAME[error.name] ?? 'unexpected';
  if (failure === 'not_authorised' && !REFUSAL.test(error.message) && NOT_REACHED.test(error.message)) {
    return 'unreachable';
  }
  return (error as { readonly code?: unknown }).code === 'PARSE_ERROR' ? 'unreadable' : failure;
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const refusal = REFUSAL.exec(error.message)?.[0];
  return refusal ?? error.message.replace(/\s+/g, ' ').trim().slice(0, SHOWN_CHARACTERS);
}

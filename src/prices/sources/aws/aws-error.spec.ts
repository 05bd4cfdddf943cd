import { describe, expect, it } from 'vitest';
import { OutboundError } from '../../../platform/index.js';
import { awsError } from './aws-error.js';

function refusal(name: string, httpStatusCode?: number, message = 'no'): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}

describe('an error of an AWS client', () => {
  it.each([
    ['RequestLimitExceeded', 503, 'throttled'],
    ['ThrottlingException', 400, 'throttled'],
    ['ExpiredTokenException', 400, 'not_authorised'],
    ['RequestExpired', 400, 'not_authorised'],
    ['AuthFailure', 401, 'not_authorised'],
    ['UnauthorizedOperation', 403, 'not_authorised'],
    ['OptInRequired', 403, 'not_authorised'],
    ['AccessDeniedException', 400, 'not_authorised'],
    ['CredentialsProviderError', undefined, 'not_authorised'],
    ['InvalidParameterValue', 400, 'status'],
    ['InvalidNextTokenException', 400, 'status'],
    ['TimeoutError', undefined, 'timeout'],
    ['AbortError', undefined, 'cancelled'],
    ['SyntaxError', undefined, 'unexpected'],
  ])('%s with status %s: %s', (name, status, failure) =>
    expect(awsError(refusal(name, status), 'Amazon EC2')).toMatchObject({ failure, status: status ?? null }),
  );

  it('names who was asked, the code and what was said', () =>
    expect(awsError(refusal('OptInRequired', 403, 'You are not subscribed.'), 'Amazon EC2').message).toBe(
      'Amazon EC2 did not accept the credentials, or there are none: OptInRequired, You are not subscribed.',
    ));

  it('never repeats the request, which follows in some messages and holds a session token', () => {
    const said = 'The signature does not match.\n\nThe canonical request was\nx-amz-security-token:FwoGZXIvYXdzE';
    expect(awsError(refusal('SignatureDoesNotMatch', 403, said), 'AWS Pricing').message).not.toContain('FwoGZXIvYXdzE');
  });

  it('that is one of ours already stays as it is', () => {
    const ours = new OutboundError('cut_off', 'broken off');
    expect(awsError(ours, 'x')).toBe(ours);
  });

  it('need not be an error at all', () => expect(awsError('?', 'x').failure).toBe('unexpected'));
});

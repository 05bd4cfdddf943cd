import { describe, expect, it } from 'vitest';
import { OutboundError } from '../../../platform/index.js';
import { azureError } from './azure-error.js';

function named(name: string, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { name, ...more });
}

describe('what a library of Azure throws', () => {
  it('is our own error where that is what it was, however deeply wrapped', () => {
    const own = new OutboundError('throttled', 'busy', 429, 1000);
    expect(azureError(own, 'Azure')).toBe(own);
    expect(azureError(new Error('x', { cause: new Error('y', { cause: own }) }), 'Azure')).toBe(own);
  });

  it('of an expired secret is told in one sentence, without the rest', () => {
    const message =
      'EnvironmentCredential authentication failed. Status code: 400\nMore details:\ninvalid_client: Error(s): 7000222 - ' +
      "Description: AADSTS7000222: The provided client secret keys for app 'a' are expired. Trace ID: 1234";
    expect(azureError(named('AuthenticationError', message), 'Signing in to Azure')).toMatchObject({
      failure: 'not_authorised',
      message:
        'Signing in to Azure did not accept the credentials: ' +
        "AADSTS7000222: The provided client secret keys for app 'a' are expired.",
    });
  });

  it.each([
    ['AuthenticationError', 'endpoints_resolution_error: See https://aka.ms', 'unreachable'],
    ['AuthenticationError', 'request to https://login failed: ENOTFOUND', 'unreachable'],
    ['AuthenticationError', 'AADSTS700016: no such application. ENOTFOUND', 'not_authorised'],
    ['CredentialUnavailableError', 'no credentials', 'not_authorised'],
    ['AggregateAuthenticationError', 'ChainedTokenCredential authentication failed', 'not_authorised'],
    ['TimeoutError', '', 'timeout'],
    ['AbortError', '', 'cancelled'],
    ['SyntaxError', 'Unexpected end of JSON input', 'unreadable'],
    ['RestError', "Couldn't paginate response", 'unexpected'],
  ])('as %s (%s) is %s', (name, message, failure) =>
    expect(azureError(named(name, message), 'Azure').failure).toBe(failure),
  );

  it('is short where every kind of credentials was tried, however much the library says, and whatever was not reached', () =>
    expect(
      azureError(
        named('AggregateAuthenticationError', 'ManagedIdentityCredential: network_error ECONNREFUSED. '.repeat(20)),
        'Signing in to Azure',
      ),
    ).toMatchObject({ failure: 'not_authorised', message: 'Signing in to Azure found no credentials.' }));

  it('about JSON that cannot be parsed is unreadable', () =>
    expect(azureError(named('RestError', 'x', { code: 'PARSE_ERROR' }), 'Azure').failure).toBe('unreadable'));

  it('that is no error at all is unexpected', () =>
    expect(azureError('gone', 'Azure')).toMatchObject({
      failure: 'unexpected',
      message: 'Azure did not answer as agreed.',
    }));
});

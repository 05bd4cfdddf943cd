import { describe, expect, it } from 'vitest';
import { OutboundError } from '../../../platform/index.js';
import { googleError } from './google-error.js';

const error = (more: object, message = 'said so') => Object.assign(new Error(message), more);

describe('an error of a client of Google', () => {
  it.each([
    ['a status of gRPC', error({ code: 16 }), 'not_authorised', 401],
    ['a permission that lacks', error({ code: 7 }), 'not_authorised', 403],
    ['a quota', error({ code: 8 }), 'throttled', 429],
    ['an outage', error({ code: 14 }), 'throttled', 503],
    ['a fault of theirs', error({ code: 13 }), 'status', 500],
    ['a token that is refused', error({ response: { status: 400 } }, 'invalid_grant'), 'not_authorised', 400],
    ['a token that is refused plainly', error({ status: 401, code: '401' }), 'not_authorised', 401],
    ['a busy endpoint for tokens', error({ response: { status: 429 } }), 'throttled', 429],
    ['nobody there', error({ code: 'ECONNREFUSED' }), 'unreachable', null],
    ['nobody there, further in', error({ cause: error({ code: 'ENOTFOUND' }) }), 'unreachable', null],
    ['a connection cut', error({ code: 'ECONNRESET' }), 'cut_off', null],
    ['no credentials', error({}, 'Could not load the default credentials.'), 'not_authorised', null],
    ['JSON cut off', new SyntaxError('Unexpected end of JSON input'), 'unreadable', null],
    ['a limit of time', error({ name: 'TimeoutError' }), 'timeout', null],
    ['being called off', error({ name: 'AbortError' }), 'cancelled', null],
    ['anything else', error({}), 'unexpected', null],
    ['no error at all', 'a text', 'unexpected', null],
  ])('%s', (_what, thrown, failure, status) => {
    const translated = googleError(thrown, 'Google Compute Engine');
    expect([translated.failure, translated.status]).toEqual([failure, status]);
    expect(translated.message).toContain('Google Compute Engine');
  });

  it('of our own client stays as it is', () => {
    const own = new OutboundError('throttled', 'slow down', 429, 5000);
    expect(googleError(own, 'Google')).toBe(own);
  });

  it('tells a sentence of what was said, not a book', () => {
    const { message } = googleError(error({}, `first line\n${'x'.repeat(5000)}`), 'Google');
    expect(message).toMatch(/^Google did not answer as agreed: first line x+$/);
    expect(message.length).toBeLessThan(400);
  });
});

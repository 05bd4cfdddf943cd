import { describe, expect, it } from 'vitest';
import { InputError } from '../../../platform/index.js';
import { awsEndpoint, regionalEndpoint } from './aws-endpoint.js';

describe('an endpoint in place of the public one', () => {
  it.each(['https://vpce-1.pricing.us-east-1.vpce.amazonaws.com', 'http://127.0.0.1:5000', 'http://localhost:5000/'])(
    'may be %s',
    (url) => expect(awsEndpoint(url, 'The endpoint').href).toBe(new URL(url).href),
  );

  it.each([
    ['http://mirror.example', 'a session token would cross the network in clear'],
    ['ftp://mirror.example', 'in clear'],
    ['mirror', 'Give an https URL.'],
    ['https://user:secret@mirror.example', 'holds more than a place'],
    ['https://mirror.example/?key=1', 'holds more than a place'],
  ])('may not be %s', (url, words) => {
    expect(() => awsEndpoint(url, 'The endpoint')).toThrow(InputError);
    expect(() => awsEndpoint(url, 'The endpoint')).toThrow(words);
  });

  it('with a user is refused without repeating the password', () =>
    expect(() => awsEndpoint('https://user:secret@mirror.example', 'The endpoint')).not.toThrow('secret'));

  it('may depend on the region', () => {
    expect(regionalEndpoint('https://ec2.{region}.internal', 'eu-west-1', 'x')?.href).toBe(
      'https://ec2.eu-west-1.internal/',
    );
    expect(regionalEndpoint(null, 'eu-west-1', 'x')).toBeNull();
  });
});

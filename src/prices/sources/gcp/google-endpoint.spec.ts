import { describe, expect, it } from 'vitest';
import { googleEndpoint } from './google-endpoint.js';

const endpoint = (setting: string | null) => googleEndpoint(setting, 'compute.googleapis.com', 'The endpoint');

describe('an endpoint', () => {
  it('is the public one unless told otherwise', () =>
    expect(endpoint(null)).toEqual({ protocol: 'https', apiEndpoint: 'compute.googleapis.com', port: 443 }));

  it.each([
    ['https://proxy.example.com', { protocol: 'https', apiEndpoint: 'proxy.example.com', port: 443 }],
    ['https://proxy.example.com:8443/', { protocol: 'https', apiEndpoint: 'proxy.example.com', port: 8443 }],
    ['http://127.0.0.1:4010', { protocol: 'http', apiEndpoint: '127.0.0.1', port: 4010 }],
    ['http://localhost', { protocol: 'http', apiEndpoint: 'localhost', port: 80 }],
  ])('%s', (setting, expected) => expect(endpoint(setting)).toEqual(expected));

  it.each(['proxy.example.com', 'ftp://proxy.example.com', 'https://proxy.example.com/google', ''])(
    '"%s" is refused with the next step',
    (setting) => expect(() => endpoint(setting)).toThrow('Give an http or https URL without a path'),
  );

  it('over plain http is refused where it is not this machine: it would show the credentials to the network', () => {
    expect(() => endpoint('http://proxy.example.com')).toThrow('credentials would cross the network in clear');
    expect(() => endpoint('http://127.0.0.1.example.com')).toThrow('in clear');
  });
});

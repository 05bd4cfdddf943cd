import { expect, it } from 'vitest';
import { scopeOf } from './azure-sign-in.js';

it.each([
  ['https://management.azure.com', 'https://management.azure.com/.default'],
  ['https://management.usgovcloudapi.net', 'https://management.usgovcloudapi.net/.default'],
  ['https://management.chinacloudapi.cn', 'https://management.chinacloudapi.cn/.default'],
  ['https://proxy.example.org', 'https://management.azure.com/.default'],
])('a token for %s is good for %s', (endpoint, scope) => expect(scopeOf(new URL(endpoint))).toBe(scope));

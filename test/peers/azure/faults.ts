import type { Answer } from './loopback.js';

/** What goes wrong on the way, once, in place of an answer. */
export const FAULTS = {
  throttled: (_request, response) => void response.writeHead(429).end('Too many requests'),
  'throttled for a second': (_request, response) =>
    void response.writeHead(429, { 'retry-after': '1' }).end('Too many requests'),
  'server error': (_request, response) => void response.writeHead(500).end(),
  html: (_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Soon.</html>'),
  'cut off JSON': (_request, response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end('{"Items":[{"retailPrice":6.9'),
  'connection cut in the body': (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"Items":[', () => response.destroy());
  },
  'wrong encoding': (_request, response) =>
    void response.writeHead(200, { 'content-encoding': 'gzip' }).end('{"Items":[]}'),
} satisfies Record<string, Answer>;

export type Fault = keyof typeof FAULTS;

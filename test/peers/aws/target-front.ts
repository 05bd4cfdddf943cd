import { createServer, request as send } from 'node:http';
import { bodyOf, close, listen } from '../azure/loopback.js';

const JSON_1_1 = 'application/x-amz-json-1.1';

export interface TargetFront {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Stands before a validator for the one thing that API descriptions cannot say: that the operation is in a header and not
 * in the path. Moves it there, and calls the body plain JSON, after it has seen that it was sent as the protocol wants it.
 *
 * @param upstream the validator
 */
export async function startTargetFront(upstream: string): Promise<TargetFront> {
  const server = createServer((request, response) => {
    void (async () => {
      const body = await bodyOf(request);
      const target = request.headers['x-amz-target'];
      const isProtocol = request.url === '/' && request.headers['content-type'] === JSON_1_1;
      if (typeof target !== 'string' || !isProtocol) {
        response.writeHead(500).end('This is not how the protocol JSON 1.1 is spoken.');
        return;
      }
      const headers = { ...request.headers, 'content-type': 'application/json' };
      const onward = send(new URL(`/${target}`, upstream), { method: 'POST', headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      onward.end(body);
    })();
  });
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}`, close: () => close(server) };
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { shippedFile } from '../shipped-file.js';

/** The page runs what we serve and nothing else; charts set styles of their own. */
const CONTENT_SECURITY_POLICY =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

/** Serves the built page at / ; without a build a sentence that says how to make one. */
export async function servePage(app: NestFastifyApplication): Promise<void> {
  const folder = shippedFile('dist/web');
  const server = app.getHttpAdapter().getInstance();
  if (!existsSync(join(folder, 'index.html'))) {
    server.get('/', (_, reply) =>
      reply
        .type('text/plain')
        .send('The page is not built. Run `npm run build` and start again; the API works: /docs\n'),
    );
    return;
  }
  await app.register(fastifyStatic, {
    root: folder,
    // Only files that exist become routes: everything else is answered with problem details.
    wildcard: false,
    setHeaders: (reply, path) => {
      void reply.header('content-security-policy', CONTENT_SECURITY_POLICY);
      // Built files carry a hash in their names, the page itself does not.
      const lasting = path.includes(join(folder, 'assets'));
      void reply.header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}

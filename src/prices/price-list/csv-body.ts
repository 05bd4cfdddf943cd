import type { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { MOST_LIST_BYTES } from './price-list-file.js';

/** Takes a price list as the file that it is (`text/csv`), beside JSON. Before the server listens. */
export function takeCsv({ httpAdapter }: HttpAdapterHost<FastifyAdapter>): void {
  httpAdapter
    .getInstance()
    .addContentTypeParser('text/csv', { parseAs: 'string', bodyLimit: MOST_LIST_BYTES }, (_request, body, done) =>
      done(null, body),
    );
}

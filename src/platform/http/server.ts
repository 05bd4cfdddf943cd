import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { LogController, type FastifyInstance } from 'fastify';
import type { Settings } from '../settings.js';
import { Metrics } from './metrics.js';
import { ProblemFilter } from './problem.filter.js';
import { validation } from './validation.js';

/** A fleet of thousands of workloads, each with a model's config in it, stays below. */
const LARGEST_BODY_BYTES = 16 * 1024 * 1024;

/** Callers may give their own id to find a request again; anything longer or stranger is replaced. */
const REQUEST_ID = /^[\w.:-]{1,128}$/;

/** The HTTP server, its log going to stderr: what a command prints on stdout stays clean. */
export function httpAdapter({ logLevel }: Settings): FastifyAdapter {
  return new FastifyAdapter({
    logger: { level: logLevel, stream: process.stderr },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: LARGEST_BODY_BYTES,
    genReqId: (request: IncomingMessage) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
  });
}

/** What holds for every route: validation, problem details, request ids, the log line and the timing. */
export function setUpHttp(app: NestFastifyApplication, settings: Settings): void {
  const server = app.getHttpAdapter().getInstance();
  server.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    const { method, url, id } = request;
    const milliseconds = Math.round(reply.elapsedTime * 10) / 10;
    // Whoever watches health and metrics asks every few seconds.
    const level = /^\/(health|metrics)\b/.test(url) ? 'debug' : 'info';
    request.log[level]({ requestId: id, method, url, status: reply.statusCode, milliseconds }, 'request');
    done();
  });
  if (!settings.roles.has('api')) answerOperationOnly(server);
  app.get(Metrics).watch(server);
  app.useGlobalPipes(validation());
  app.useGlobalFilters(new ProblemFilter());
}

/** A worker answers those who watch over it, and nobody else. */
function answerOperationOnly(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    if (/^\/(health|metrics)\b/.test(request.url)) done();
    else reply.callNotFound();
  });
}

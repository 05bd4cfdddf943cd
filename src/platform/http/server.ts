import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Settings } from '../settings.js';
import { takeJsonOnly } from './json-body.js';
import { Metrics } from './metrics.js';
import { ProblemFilter } from './problem.filter.js';
import { LARGEST_BODY_BYTES } from './problem.js';
import { refuse, requestIdOf } from './refusals.js';
import { RouteTable } from './route-table.js';
import { validation } from './validation.js';

/** A body may take its time over a slow line; a client that never ends its request must not hold a connection for ever. */
const REQUEST_TIMEOUT_MS = 120_000;

/** What those ask who watch over a process. */
const OPERATION = /^\/(health|metrics)\b/;

/** The HTTP server, its log going to stderr: what a command prints on stdout stays clean. */
export function httpAdapter({ logLevel }: Settings): FastifyAdapter {
  return new FastifyAdapter({
    logger: { level: logLevel, stream: process.stderr },
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: LARGEST_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    genReqId: requestIdOf,
    clientErrorHandler: refuse,
    // An address that cannot be decoded is refused before any hook of ours runs.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      void reply.header('x-request-id', request.id);
      new ProblemFilter(new RouteTable()).answer(error, request, reply);
    },
  });
}

/** What holds for every route: validation, problem details, request ids, the log line and the timing. */
export function setUpHttp(app: NestFastifyApplication, settings: Settings): void {
  const server = app.getHttpAdapter().getInstance();
  const isWorkerOnly = !settings.roles.has('api');
  const routes = new RouteTable();
  routes.watch(server, (path) => !isWorkerOnly || OPERATION.test(path));
  takeJsonOnly(server);
  server.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    const { method, url } = request;
    const milliseconds = Math.round(reply.elapsedTime * 10) / 10;
    // Whoever watches health and metrics asks every few seconds.
    const level = OPERATION.test(url) ? 'debug' : 'info';
    request.log[level]({ method, url, status: reply.statusCode, milliseconds }, 'request');
    done();
  });
  if (isWorkerOnly) answerOperationOnly(server);
  app.get(Metrics).watch(server);
  app.useGlobalPipes(validation());
  app.useGlobalFilters(new ProblemFilter(routes));
}

/** A worker answers those who watch over it, and nobody else. */
function answerOperationOnly(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    if (OPERATION.test(request.url)) done();
    else reply.callNotFound();
  });
}

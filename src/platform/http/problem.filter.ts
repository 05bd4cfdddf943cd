import { STATUS_CODES } from 'node:http';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConflictError, InputError, NotFoundError } from '../errors.js';
import { LARGEST_BODY_BYTES, PROBLEM_CONTENT_TYPE, type Problem } from './problem.js';
import type { RouteTable } from './route-table.js';
import { isStoreOutage } from './store-outage.js';
import { ValidationError } from './validation.js';

/** Seconds after which a store that was restarted answers again. */
const RETRY_AFTER_SECONDS = '5';

/** Answers every failure with problem details; what we did not foresee is logged whole and answered without a word of it. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly routes: RouteTable) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** For failures before there is a route, too. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const allowed = this.otherMethods(error, request);
    const status = allowed.length > 0 ? 405 : statusOf(error);
    if (status >= 500) request.log.error({ err: error }, 'request failed');
    if (reply.raw.headersSent) {
      // The answer was cut off while it was being sent: the client must not take it for whole.
      reply.raw.destroy();
      return;
    }
    if (status === 405) void reply.header('allow', allowed.join(', '));
    if (status === 503) void reply.header('retry-after', RETRY_AFTER_SECONDS);
    void reply
      .status(status)
      .header('content-type', PROBLEM_CONTENT_TYPE)
      .send(problemOf(error, status, request, allowed));
  }

  /** The methods of a path that was asked with another one. */
  private otherMethods(error: unknown, { method, url }: FastifyRequest): string[] {
    if (error instanceof NotFoundError || statusOf(error) !== 404) return [];
    const methods = this.routes.methodsOf(url);
    return methods.includes(method) ? [] : methods;
  }
}

function statusOf(error: unknown): number {
  if (error instanceof NotFoundError) return 404;
  if (error instanceof ConflictError) return 409;
  if (error instanceof InputError) return 400;
  if (error instanceof HttpException) return error.getStatus();
  // Fastify's own refusals: a body that is no JSON, too large, of another content type.
  const stated = (error as { statusCode?: unknown } | null)?.statusCode;
  if (typeof stated === 'number' && stated >= 400 && stated < 500) return stated;
  return isStoreOutage(error) ? 503 : 500;
}

function problemOf(error: unknown, status: number, request: FastifyRequest, allowed: readonly string[]): Problem {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: detailOf(error, status, request, allowed),
    instance: request.url,
    requestId: String(request.id),
    ...(error instanceof ValidationError ? { errors: [...error.errors] } : {}),
  };
}

function detailOf(error: unknown, status: number, request: FastifyRequest, allowed: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof InputError) return message;
  if ((error as { code?: unknown }).code === 'FST_ERR_BAD_URL') {
    return 'The address cannot be decoded: a % in it has to be followed by two hexadecimal digits, which give UTF-8.';
  }
  const path = request.url.split('?')[0] ?? '';
  switch (status) {
    case 404:
      return `There is nothing at ${request.method} ${path}. What there is stands in /openapi.json.`;
    case 405:
      return `${path} takes ${allowed.join(', ')} and not ${request.method}. /openapi.json says what each does.`;
    case 413:
      return `The body is larger than ${LARGEST_BODY_BYTES / 1024 / 1024} MiB. Send fewer workloads at once.`;
    case 415:
      return 'The body has to be JSON: send it with the header Content-Type: application/json.';
    case 503:
      return 'A store does not answer right now. Try again in a few seconds; /health says which one it is.';
    default:
      break;
  }
  if (status >= 500 && !(error instanceof HttpException)) {
    return `Something failed on our side. The log has it under request id ${String(request.id)}.`;
  }
  return message;
}

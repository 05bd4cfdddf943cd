import { STATUS_CODES } from 'node:http';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConflictError, InputError, NotFoundError } from '../errors.js';
import { PROBLEM_CONTENT_TYPE, type Problem } from './problem.js';
import { ValidationError } from './validation.js';

/** Answers every failure with problem details; what we did not foresee is logged whole and answered without a word of it. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const status = statusOf(error);
    if (status >= 500) request.log.error({ err: error, requestId: request.id }, 'request failed');
    if (reply.raw.headersSent) {
      // The answer was cut off while it was being sent: the client must not take it for whole.
      reply.raw.destroy();
      return;
    }
    void reply
      .status(status)
      .header('content-type', PROBLEM_CONTENT_TYPE)
      .send(problemOf(error, status, request));
  }
}

function statusOf(error: unknown): number {
  if (error instanceof NotFoundError) return 404;
  if (error instanceof ConflictError) return 409;
  if (error instanceof InputError) return 400;
  if (error instanceof HttpException) return error.getStatus();
  // Fastify's own refusals: a body that is no JSON, too large, of another content type.
  const stated = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof stated === 'number' && stated >= 400 && stated < 500 ? stated : 500;
}

function problemOf(error: unknown, status: number, request: FastifyRequest): Problem {
  const detail = detailOf(error, status, request);
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    instance: request.url,
    requestId: String(request.id),
    ...(error instanceof ValidationError ? { errors: [...error.errors] } : {}),
  };
}

function detailOf(error: unknown, status: number, request: FastifyRequest): string {
  if (status >= 500 && !(error instanceof HttpException)) {
    return `Something failed on our side. The log has it under request id ${String(request.id)}.`;
  }
  if (status === 404 && !(error instanceof NotFoundError)) {
    return `There is nothing at ${request.method} ${request.url.split('?')[0] ?? ''}. What there is stands in /openapi.json.`;
  }
  return error instanceof Error ? error.message : String(error);
}

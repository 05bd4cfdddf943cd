import type { LoggerService } from '@nestjs/common';
import type { FastifyBaseLogger } from 'fastify';

/** Lets Nest and our services write into the one structured log, with the name of who writes as `context`. */
export class StructuredLog implements LoggerService {
  constructor(private readonly log_: FastifyBaseLogger) {}

  log(message: unknown, ...rest: unknown[]): void {
    // Nest reports each of its routes and modules at this level: of use to whoever looks for a fault, noise otherwise.
    const fields = fieldsOf(rest);
    const ofFramework = FRAMEWORK_CONTEXTS.has(fields.context ?? '');
    this.log_[ofFramework ? 'debug' : 'info'](fields, String(message));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.log_.warn(fieldsOf(rest), String(message));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.log_.debug(fieldsOf(rest), String(message));
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.log_.trace(fieldsOf(rest), String(message));
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.log_.fatal(fieldsOf(rest), String(message));
  }

  /** Nest gives the stack before the context. */
  error(message: unknown, ...rest: unknown[]): void {
    const { context } = fieldsOf(rest);
    const stack = rest.length > 1 && typeof rest[0] === 'string' ? rest[0] : undefined;
    this.log_.error({ context, stack }, String(message));
  }
}

const FRAMEWORK_CONTEXTS: ReadonlySet<string> = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

function fieldsOf(rest: readonly unknown[]): { context?: string } {
  const context = rest.at(-1);
  return typeof context === 'string' ? { context } : {};
}

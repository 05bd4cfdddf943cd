import { StandardSchemaValidationPipe } from '@nestjs/common';
import { InputError } from '../errors.js';
import type { ProblemError } from './problem.js';

/** A request does not fit its schema: everything that is wrong with it, at once. */
export class ValidationError extends InputError {
  constructor(readonly errors: readonly ProblemError[]) {
    super('The request does not fit what is expected here. Correct the fields below; /docs describes them.');
  }
}

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Holds bodies, queries and parameters against the zod schemas in the controllers' signatures. */
export function validation(): StandardSchemaValidationPipe {
  return new StandardSchemaValidationPipe({
    exceptionFactory: (issues) => new ValidationError(issues.map(problemOf)),
  });
}

function problemOf({ path = [], message }: Issue): ProblemError {
  const steps = path.map((step) => String(typeof step === 'object' ? step.key : step));
  return { path: steps.join('.'), message };
}

/** What was given cannot be used; the message says what, where and the next step. The command line exits with 2. */
export class InputError extends Error {
  readonly exitCode = 2;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** What was asked for does not exist; over HTTP a 404. */
export class NotFoundError extends InputError {}

/** The request contradicts what is already there; over HTTP a 409. */
export class ConflictError extends InputError {}

/** The product cannot start or go on here; the message says why and the next step. The command line exits with 1. */
export class StartError extends Error {
  readonly exitCode = 1;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

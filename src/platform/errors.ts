/** What was given cannot be used; the message says what, where and the next step. The command line exits with 2. */
export class InputError extends Error {
  readonly exitCode = 2;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A connection to the HTTP API: over the network, or straight into an application in this process. */
export interface ApiClient {
  request(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  close(): Promise<void>;
}

/** Everything went through; a fault of ours; the input was wrong; not everything could be done. */
export const EXIT = { done: 0, fault: 1, badInput: 2, incomplete: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a sub-command is given. Results go to `out` (stdout), everything else to `err` (stderr). */
export interface CliContext {
  /** Opened only by commands that need prices or stores; the caller closes it. */
  connect(): Promise<ApiClient>;
  out(line: string): void;
  err(line: string): void;
  /** With what the process ends once the command has returned; `done` unless said. Errors are thrown instead. */
  setExitCode(code: ExitCode): void;
}

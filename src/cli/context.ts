/** A connection to the HTTP API: over the network, or straight into an application in this process. */
export interface ApiClient {
  request(method: 'GET' | 'POST', path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  close(): Promise<void>;
}

/** What a sub-command is given. Results go to `out` (stdout), everything else to `err` (stderr). */
export interface CliContext {
  /** Opened only by commands that need prices or stores; the caller closes it. */
  connect(): Promise<ApiClient>;
  out(line: string): void;
  err(line: string): void;
}

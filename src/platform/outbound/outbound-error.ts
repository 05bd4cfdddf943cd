/** What went wrong with a call to the outside. */
export type OutboundFailure =
  | 'unreachable'
  | 'timeout'
  | 'cut_off'
  | 'too_large'
  | 'status'
  | 'throttled'
  | 'not_authorised'
  | 'unreadable'
  | 'unexpected'
  | 'circuit_open'
  | 'cancelled';

/** A call to the outside that brought nothing. The message names the address without its query, and never a secret. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError';

  /**
   * @param failure `unreadable`: no JSON, or none of the promised encoding; `unexpected`: read, but not what was agreed
   * @param retryAfterMs what the other side asked for, null where it asked for nothing
   */
  constructor(
    readonly failure: OutboundFailure,
    message: string,
    readonly status: number | null = null,
    readonly retryAfterMs: number | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

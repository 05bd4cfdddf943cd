import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  bulkhead,
  circuitBreaker,
  ConsecutiveBreaker,
  handleWhen,
  retry,
  wrap,
  type IPolicy,
  type RetryPolicy,
} from 'cockatiel';
import { request as send, type Dispatcher } from 'undici';
import type { z } from 'zod';
import { bodyOf, collected } from './body.js';
import { OutboundError } from './outbound-error.js';
import { outboundAgent } from './outbound-agent.js';
import { outboundErrorFrom, refusal, shownAddress } from './outbound-failure.js';
import { Pace } from './pace.js';
import { isOutage, isWorthRetrying, retryDelayMs } from './retry.js';

/** How much may be asked of one service. */
export interface OutboundLimits {
  /** Who is asked, for messages: `Azure Retail Prices`. */
  readonly name: string;
  /** Calls that may begin in a second; null: no limit. */
  readonly perSecond: number | null;
  /** Calls that may be under way at once. */
  readonly concurrency: number;
  /** Tries of one call, the first included. */
  readonly attempts?: number;
  /** Longest wait that a `Retry-After` is believed, in ms; what asks for more fails at once. Five minutes by default. */
  readonly longestWaitMs?: number;
  /** First wait before another try, in ms; it doubles from there. Half a second by default. */
  readonly firstWaitMs?: number;
}

export interface OutboundRequest {
  readonly url: string | URL;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
  /** Most bytes of the answer, unpacked; 64 MiB by default. */
  readonly maxBytes?: number;
  /** Longest silence of the other side, in ms; 30 seconds by default. */
  readonly idleMs?: number;
  /** Longest time of one try, in ms; two minutes by default. */
  readonly timeoutMs?: number;
  /**
   * Hands over refusals of the request itself (400 to 499, 429 excepted) like any answer, for protocols that say in the
   * body what they mean. No by default.
   */
  readonly refusals?: boolean;
}

/**
 * Head of an answer. Its status is 200 to 299, or 304 where the request asked for changes only, unless it asked for
 * refusals too.
 */
export interface OutboundAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

const DEFAULTS = {
  attempts: 5,
  longestWaitMs: 300_000,
  firstWaitMs: 500,
  maxBytes: 64 * 2 ** 20,
  idleMs: 30_000,
  timeoutMs: 120_000,
};
/** Failures of the other side in a row after which it is left alone for a while. */
const FAILURES_UNTIL_OPEN = 10;
const OPEN_FOR_MS = 30_000;

/**
 * Calls to one service outside: time-outs, retries with jitter that honour `Retry-After`, a circuit breaker, limits of
 * rate, concurrency and size. Every failure is an `OutboundError`. One per service and process, for the limits and the
 * breaker live in it.
 */
export class Outbound {
  private readonly tries: RetryPolicy;
  private readonly guard: IPolicy;
  private readonly pace: Pace;

  constructor(
    private readonly limits: OutboundLimits,
    private readonly dispatcher: Dispatcher = outboundAgent(),
  ) {
    this.pace = new Pace(limits.perSecond);
    const longestWaitMs = limits.longestWaitMs ?? DEFAULTS.longestWaitMs;
    this.tries = retry(
      handleWhen((error) => isWorthRetrying(error, longestWaitMs)),
      { maxAttempts: (limits.attempts ?? DEFAULTS.attempts) - 1 },
    );
    this.guard = wrap(
      circuitBreaker(handleWhen(isOutage), {
        halfOpenAfter: OPEN_FOR_MS,
        breaker: new ConsecutiveBreaker(FAILURES_UNTIL_OPEN),
      }),
      bulkhead(limits.concurrency, Infinity),
    );
  }

  /** The body as JSON of the promised shape. */
  async json<Schema extends z.ZodType>(request: OutboundRequest, schema: Schema): Promise<z.output<Schema>> {
    return this.stream(request, async (chunks) => {
      const text = await collected(chunks);
      const where = shownAddress(request.url);
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch (error) {
        const looksLike = /^\s*</.test(text) ? 'HTML or XML' : 'no JSON, or JSON that is cut off';
        throw new OutboundError('unreadable', `${this.limits.name} answered ${where} with ${looksLike}.`, null, null, {
          cause: error,
        });
      }
      const result = schema.safeParse(value);
      if (result.success) return result.data;
      const [issue] = result.error.issues;
      const what = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
      throw new OutboundError('unexpected', `${this.limits.name} answered ${where} in another shape: ${what}.`);
    });
  }

  /** The body as text. */
  text(request: OutboundRequest): Promise<string> {
    return this.stream(request, collected);
  }

  /**
   * Hands the body, unpacked, to `consume` as it arrives, and gives back what that made of it. A try that fails half
   * way begins again from the first byte, so `consume` must start from nothing each time.
   */
  async stream<T>(
    request: OutboundRequest,
    consume: (chunks: AsyncIterable<Buffer>, answer: OutboundAnswer) => Promise<T>,
  ): Promise<T> {
    const signal = request.signal ?? new AbortController().signal;
    let failure: unknown = null;
    try {
      return await this.tries.execute(async ({ attempt }) => {
        // The library's own wait between tries cannot be called off.
        if (attempt > 0) await sleep(this.waitMs(attempt, failure), undefined, { signal });
        try {
          return await this.guard.execute(() => this.once(request, consume), signal);
        } catch (error) {
          failure = error;
          throw error;
        }
      }, signal);
    } catch (error) {
      throw outboundErrorFrom(error, this.limits.name, request);
    }
  }

  private waitMs(attempt: number, failure: unknown): number {
    return retryDelayMs(attempt, failure, this.limits.firstWaitMs ?? DEFAULTS.firstWaitMs);
  }

  private async once<T>(
    request: OutboundRequest,
    consume: (chunks: AsyncIterable<Buffer>, answer: OutboundAnswer) => Promise<T>,
  ): Promise<T> {
    await this.pace.turn(request.signal);
    const ended = new AbortController();
    const limit = AbortSignal.timeout(request.timeoutMs ?? DEFAULTS.timeoutMs);
    const signal = AbortSignal.any([ended.signal, limit, ...(request.signal ? [request.signal] : [])]);
    const idleMs = request.idleMs ?? DEFAULTS.idleMs;
    try {
      const response = await send(request.url, {
        method: request.method ?? 'GET',
        headers: { 'accept-encoding': 'gzip, deflate, br', ...request.headers },
        body: request.body ?? null,
        dispatcher: this.dispatcher,
        headersTimeout: idleMs,
        bodyTimeout: idleMs,
        signal,
      });
      const { statusCode: status, headers } = response;
      const isHandedOver = request.refusals === true && status >= 400 && status < 500 && status !== 429;
      if ((status < 200 || status > 299) && status !== 304 && !isHandedOver)
        throw await refusal(response, this.limits.name, request.url);
      const chunks = bodyOf(response, request.maxBytes ?? DEFAULTS.maxBytes, this.limits.name, request.url);
      return await consume(chunks, { status, headers });
    } catch (error) {
      throw outboundErrorFrom(error, this.limits.name, request);
    } finally {
      // Lets go of a connection whose body nobody reads to the end.
      ended.abort();
    }
  }
}

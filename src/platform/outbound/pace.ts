import { setTimeout as sleep } from 'node:timers/promises';

/** Lets calls begin at most so many times in a second, evenly, in the order in which they came. */
export class Pace {
  private next = 0;

  /** @param perSecond null: no limit */
  constructor(private readonly perSecond: number | null) {}

  /** Resolves when it is the caller's turn; rejects when the signal ends the wait. */
  async turn(signal: AbortSignal | undefined): Promise<void> {
    if (this.perSecond === null) return;
    const now = performance.now();
    const mine = Math.max(now, this.next);
    this.next = mine + 1000 / this.perSecond;
    if (mine > now) await sleep(mine - now, undefined, signal === undefined ? {} : { signal });
  }
}

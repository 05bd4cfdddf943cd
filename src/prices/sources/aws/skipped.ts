/** Counts what was read and states no price of ours, by reason. */
export class Skipped {
  private readonly reasons = new Map<string, number>();

  add(reason: string, times = 1): void {
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + times);
  }

  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.reasons);
  }
}

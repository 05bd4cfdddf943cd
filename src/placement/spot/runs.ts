/** A stretch of equal ticks: with spot or without. */
export interface Run {
  readonly from: number;
  readonly to: number;
  readonly available: boolean;
}

/** Stretches of equal ticks, in order. */
export function runsOf(available: Uint8Array): Run[] {
  const runs: Run[] = [];
  let from = 0;
  for (let tick = 1; tick <= available.length; tick += 1) {
    if (tick < available.length && available[tick] === available[from]) continue;
    runs.push({ from, to: tick, available: available[from] === 1 });
    from = tick;
  }
  return runs;
}

/** For every tick the tick at which its stretch began. */
export function runBegins(runs: readonly Run[], ticks: number): Int32Array {
  const begins = new Int32Array(ticks);
  for (const { from, to } of runs) begins.fill(from, from, Math.min(to, ticks));
  return begins;
}

/** 1 where any of the zones has spot. */
export function anyAvailable(zones: readonly { readonly available: Uint8Array }[], ticks: number): Uint8Array {
  const any = new Uint8Array(ticks);
  for (const { available } of zones) {
    for (let tick = 0; tick < ticks; tick += 1) if (available[tick] === 1) any[tick] = 1;
  }
  return any;
}

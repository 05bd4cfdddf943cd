import type { TimesInFlight } from './pace.js';

/** Numbers of requests in flight that are worked out are so many times as large each as the one before. */
const STEP = 2;

/**
 * The same times, rising with the requests in flight and no faster than their number, as a queue's do: what was measured
 * here and there is uneven, and a search for the busiest point within limits may not stumble over it. Worked out at the
 * powers of two and at the most requests, between which step times are as good as straight.
 *
 * @param most requests in flight that will be asked for
 */
export function risingTimes(
  raw: (requests: number) => TimesInFlight,
  most: number,
): (requests: number) => TimesInFlight {
  const known: { readonly requests: number; readonly times: TimesInFlight }[] = [];
  const extend = () => {
    const last = known.at(-1);
    const requests = last === undefined ? 1 : Math.min(most, last.requests * STEP);
    const here = raw(requests);
    known.push({ requests, times: last === undefined ? here : risen(here, last.times, requests / last.requests) });
  };
  return (requests) => {
    if (requests > most) throw new Error(`${requests} requests in flight are more than the ${most} announced.`);
    while ((known.at(-1)?.requests ?? 0) < requests) extend();
    const index = known.findIndex((one) => one.requests >= requests);
    const [upper, lower] = [known[index], known[index - 1]];
    if (upper === undefined) throw new Error('There is at least one request in flight.');
    if (lower === undefined) return upper.times;
    return between(lower.times, upper.times, (requests - lower.requests) / (upper.requests - lower.requests));
  };
}

function risen(here: TimesInFlight, last: TimesInFlight, times: number): TimesInFlight {
  return {
    ttftSeconds: Math.min(Math.max(here.ttftSeconds, last.ttftSeconds), last.ttftSeconds * times),
    tpotSeconds: Math.min(Math.max(here.tpotSeconds, last.tpotSeconds), last.tpotSeconds * times),
    promptShare: here.promptShare,
  };
}

function between(one: TimesInFlight, other: TimesInFlight, share: number): TimesInFlight {
  const mixed = (from: number, to: number) => from + share * (to - from);
  return {
    ttftSeconds: mixed(one.ttftSeconds, other.ttftSeconds),
    tpotSeconds: mixed(one.tpotSeconds, other.tpotSeconds),
    promptShare: mixed(one.promptShare, other.promptShare),
  };
}

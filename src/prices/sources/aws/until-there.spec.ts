import { describe, expect, it } from 'vitest';
import { OutboundError } from '../../../platform/index.js';
import { untilThere } from './until-there.js';

const NEVER = new AbortController().signal;

function missing(times: number) {
  let asked = 0;
  const ask = async () => {
    asked += 1;
    if (asked <= times) throw new OutboundError('status', 'not found', 404);
    return asked;
  };
  return { ask, asked: () => asked };
}

describe('a file that is named and not there yet', () => {
  it('is asked for until it is there', async () =>
    expect(await untilThere(missing(3).ask, { firstWaitMs: 1, budgetMs: 1000 }, NEVER)).toBe(4));

  it('is given up once the waits would take longer than allowed: 1, 2, 4 and 8 ms', async () => {
    const file = missing(1000);
    await expect(untilThere(file.ask, { firstWaitMs: 1, budgetMs: 15 }, NEVER)).rejects.toMatchObject({ status: 404 });
    expect(file.asked()).toBe(5);
  });

  it('is not asked for again after another failure', async () => {
    const ask = () => Promise.reject(new OutboundError('not_authorised', 'no', 403));
    await expect(untilThere(ask, { firstWaitMs: 1, budgetMs: 1000 }, NEVER)).rejects.toMatchObject({ status: 403 });
  });

  it('is not waited for when the poll ends', async () => {
    const stop = new AbortController();
    const wait = untilThere(missing(1000).ask, { firstWaitMs: 60_000, budgetMs: 600_000 }, stop.signal);
    setTimeout(() => stop.abort(), 10);
    await expect(wait).rejects.toMatchObject({ failure: 'cancelled' });
  });
});

import { Decimal } from 'decimal.js';
import type { Cost } from './plan.schema.js';
import type { Candidate } from './search.js';
import type { Workload } from './workload.schema.js';

/** As bills and price lists count a month. */
export const HOURS_PER_MONTH = 730;
const SECONDS_PER_HOUR = 3600;
const MILLION = 1e6;
/** Decimals kept of an amount that was multiplied or divided; bills have fewer. */
const DECIMALS = 6;

/**
 * What a candidate costs. Prices are decimals; how long something runs is a prediction, so it is not more exact than
 * the double it comes in.
 */
export function planCost({ placeable, sized }: Candidate, workload: Workload): Cost {
  const price = new Decimal(placeable.offer.usdPerHour);
  const once = (instanceHours: number) => price.times(instanceHours);
  const runsOn = runsOnAndOn(workload);
  const timesPerMonth = runsOn ? HOURS_PER_MONTH : runsPerMonth(workload);
  const perUnit = once(sized.billedInstanceHours);
  const tokens = tokensPerUnit(workload);
  return {
    usdPerHour: plain(runsOn ? perUnit : price.times(sized.instances)),
    usdPerRun: runsOn ? null : plain(perUnit),
    usdPerMonth: plain(perUnit.times(timesPerMonth)),
    usdPerMonthAtLeast: plain(once(sized.billedInstanceHoursAtLeast).times(timesPerMonth)),
    usdPerMonthAtMost:
      sized.billedInstanceHoursAtMost === null
        ? null
        : plain(once(sized.billedInstanceHoursAtMost).times(timesPerMonth)),
    usdPerMillionTokens: perMillion(perUnit, tokens?.all ?? null),
    usdPerMillionOutputTokens: perMillion(perUnit, tokens?.output ?? null),
  };
}

/** Services, and bare accelerators without an end, are paid by the hour; everything else by the run. */
export function runsOnAndOn(workload: Workload): boolean {
  return workload.kind === 'serving' || (workload.kind === 'generic' && workload.hours === undefined);
}

/** USD a month of an amount that is paid once an hour, or once a run. */
export function perMonth(usd: Decimal, workload: Workload): Decimal {
  return usd.times(runsOnAndOn(workload) ? HOURS_PER_MONTH : runsPerMonth(workload));
}

/** A decimal string without exponent, rounded to what an amount can mean. */
export function plain(usd: Decimal): string {
  return usd.toDecimalPlaces(DECIMALS).toFixed();
}

function runsPerMonth(workload: Workload): number {
  return 'runsPerMonth' in workload ? workload.runsPerMonth : 1;
}

function perMillion(usd: Decimal, tokens: number | null): string | null {
  return tokens === null || tokens === 0 ? null : plain(usd.times(MILLION).div(tokens));
}

/** Tokens of an hour at the mean rate, or of a run; null where tokens mean nothing. */
function tokensPerUnit(workload: Workload): { readonly all: number; readonly output: number | null } | null {
  switch (workload.kind) {
    case 'serving': {
      const rates = [workload.requestsPerSecond].flat();
      const requests = (rates.reduce((sum, rate) => sum + rate, 0) / rates.length) * SECONDS_PER_HOUR;
      const { inputTokens, outputTokens } = workload.request;
      return { all: requests * (inputTokens + outputTokens), output: requests * outputTokens };
    }
    case 'batch_inference': {
      const { inputTokens, outputTokens } = workload.request;
      return { all: workload.requests * (inputTokens + outputTokens), output: workload.requests * outputTokens };
    }
    case 'training':
    case 'fine_tuning':
      return { all: workload.tokens, output: null };
    case 'generic':
      return null;
  }
}

import type { FleetPlan } from '../placement/index.js';
import { short, usd } from './figure-text.js';

/** What the workloads share, how much of it the plan takes, and how far it may be from the cheapest. */
export function limitsText({ limits, proof, totals }: FleetPlan): string[] {
  if (limits.length === 0) return [];
  const lines = limits.map(({ kind, name, unit, limit, used, worthUsdPerMonth }) => {
    const worth = worthUsdPerMonth === null ? '' : `; one more would save about ${usd(worthUsdPerMonth)} USD a month`;
    return `${kind} ${name}: ${short(used)} of ${short(limit)} ${unit}${worth}`;
  });
  const proven =
    proof === null
      ? totals.notPlaced === 0
        ? []
        : ['Not all are placed: what they share is not enough for all, or nothing can run them.']
      : [
          `No plan that places them all costs less than ${usd(proof.lowerBoundUsdPerMonth)} USD a month: ${gapText(proof.gapPercent)}.`,
        ];
  return ['', ...lines, ...proven];
}

function gapText(gapPercent: number): string {
  return gapPercent === 0 ? 'this one is the cheapest' : `this one is ${short(gapPercent)} % dearer at the most`;
}

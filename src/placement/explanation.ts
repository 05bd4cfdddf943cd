import { rounded } from './figures.js';
import { candidateLabel, offerLabel } from './label.js';
import { plain } from './plan-cost.js';
import type { Placement } from './plan.schema.js';
import type { ResolvedWorkload } from './resolve-workload.js';
import { REASON_TEXT, REASONS, type Reason } from './reasons.js';
import { monthly } from './saving.js';
import type { RejectedClass } from './rejections.js';
import type { Candidate, SearchResult } from './search.js';

/** Runners-up that are shown. */
const MOST_RUNNERS_UP = 5;

/** The best of the other classes of offers: another instance type, or another way to pay. */
export function runnersUp({ best, candidates }: SearchResult, resolved: ResolvedWorkload): Placement['runnersUp'] {
  if (best === null) return [];
  return candidates.slice(1, 1 + MOST_RUNNERS_UP).map((candidate) => ({
    offerId: candidate.placeable.offer.id,
    label: candidateLabel(candidate),
    instances: candidate.sized.instances,
    precision: candidate.sized.precision,
    usdPerMonth: plain(monthly(candidate, resolved)),
    morePercent: best.usd === 0 ? null : rounded((candidate.usd / best.usd - 1) * 100, 4),
  }));
}

/** Every offer in force is the plan, or counted here under the reason why it is not. */
export function rejectedOffers({
  best,
  candidates,
  rejected,
  feasible,
  passedOver,
}: SearchResult): Placement['rejected'] {
  const classes = [...rejected.values()].map(describe);
  if (passedOver > 0) {
    classes.push({ reason: 'limit', offers: passedOver, text: textOf('limit', passedOver), example: null });
  }
  const next: Candidate | undefined = candidates[1];
  const offers = feasible - 1 - passedOver;
  if (best !== null && offers > 0) {
    const example = next === undefined ? null : `${candidateLabel(next)}.`;
    classes.push({ reason: 'dearer', offers, text: textOf('dearer', offers), example });
  }
  return classes.sort((a, b) => REASONS.indexOf(a.reason) - REASONS.indexOf(b.reason));
}

function describe({ reason, offers, example, said }: RejectedClass): Placement['rejected'][number] {
  const why = said?.why ?? null;
  const sentence = why === null ? offerLabel(example) : `${offerLabel(example)}: ${why}`;
  return { reason, offers, text: textOf(reason, offers), example: sentence.endsWith('.') ? sentence : `${sentence}.` };
}

function textOf(reason: Reason, offers: number): string {
  return `${offers} offer${offers === 1 ? '' : 's'}: ${REASON_TEXT[reason]}`;
}

/** Why a workload is not placed: the reason that came closest, and how many offers failed on what. */
export function notPlacedReason(result: SearchResult): string {
  const classes = rejectedOffers(result);
  const closest = classes.at(-1);
  if (closest === undefined) return 'No offer is in force. Load prices first.';
  const counts = [...classes].reverse().map(({ text }) => text);
  return `No offer in force can run it. Closest: ${closest.example ?? closest.text} Of all: ${counts.join('; ')}.`;
}

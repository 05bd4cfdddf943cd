import type { Correction, Corrector } from '../serving/correction.js';
import { nearnessClass, type WidthTable } from '../serving/intervals.js';
import { placeOf, requestsSize } from '../serving/place.js';
import type { ServingRun } from '../serving/serving-run.js';
import { statedByNearness } from './nearness-stated.js';
import type { Pace } from './pace.js';

/** What users measured themselves: by how much it differs from what would have been predicted. */
export interface OwnKnowledge {
  readonly corrector: Corrector;
  readonly widths: WidthTable;
}

/** A pace corrected by the users' own runs; what is near to one of them is stated as surely as measured ones are. */
export function ownPace(pace: Pace, run: ServingRun, { corrector, widths }: OwnKnowledge): Pace {
  const correctionAt = corrector(placeOf(run));
  return {
    at: (requests) => {
      const { ttftSeconds, tpotSeconds, promptShare } = pace.at(requests);
      const { ttft, tpot } = correctionAt(requestsSize(run, requests));
      return { ttftSeconds: ttftSeconds * Math.exp(ttft), tpotSeconds: tpotSeconds * Math.exp(tpot), promptShare };
    },
    statedAt: (requests) => {
      const before = pace.statedAt(requests);
      const correction = correctionAt(requestsSize(run, requests));
      if (!isNear(correction) || before.basis === 'measured') return before;
      return statedByNearness(widths, correction, `own measurements of ${run.accelerator.name}; ${before.source}`);
    },
    rises: false,
  };
}

function isNear(correction: Correction): boolean {
  const nearness = nearnessClass(correction);
  return nearness === 'measured' || nearness === 'interpolated';
}

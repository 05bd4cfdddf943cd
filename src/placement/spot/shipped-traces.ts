import { readFileSync } from 'node:fs';
import { shippedFile } from '../../platform/index.js';
import { readAvailabilityTrace, type AvailabilityTrace } from './availability-trace.js';
import { addLives, noLives, seenHazards } from './lives.js';
import { recordOf } from './series-record.js';
import type { Prior } from './zone-tables.js';

/**
 * The zones that the prior is learnt from: one where spot is scarce and one where it is plenty. The others stay unseen, so
 * that what the policy saves there is no recollection.
 */
const PRIOR_TRACES = ['aws-us-east-1a-v100', 'aws-us-west-2a-v100'] as const;

/** A trace that ships with the product, by the name of its file without the ending. */
export function shippedTrace(name: string): AvailabilityTrace {
  const file = shippedFile(`config/spot-traces/${name}.json`);
  return readAvailabilityTrace(readFileSync(file, 'utf8'), file);
}

let prior: Prior | null = null;

/** How often spot is taken and comes back, over the zones that the prior is learnt from. Read once per process. */
export function shippedPrior(): Prior {
  prior ??= priorOf(PRIOR_TRACES.map(shippedTrace));
  return prior;
}

/** The same over any traces. */
function priorOf(traces: readonly AvailabilityTrace[]): Prior {
  const [taken, returned] = [noLives(), noLives()];
  for (const { available, gapSeconds } of traces) {
    const { present, away } = recordOf(available, gapSeconds / 3600).seen(0, available.length);
    addLives(taken, present);
    addLives(returned, away);
  }
  return { taken: seenHazards(taken), returned: seenHazards(returned) };
}

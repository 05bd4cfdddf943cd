import { rounded, hoursText } from './figures.js';
import { candidateLabel } from './label.js';
import type { Placement } from './plan.schema.js';
import type { ResolvedWorkload } from './resolve-workload.js';
import { monthly } from './saving.js';
import { cheapest, type Candidate } from './search.js';
import type { Sizings } from './sizings.js';
import type { Workload } from './workload.schema.js';
import type { World } from './world.js';

/** Deadlines that are tried, as multiples of the one that was given. */
const LATER = [1.5, 2, 3, 5, 10, 20, 50, 100, 200, 500];

/** The workload with one objective less. */
interface Looser {
  readonly allow: string;
  readonly workload: Workload;
}

/** What would be possible with looser objectives, for a workload that nothing can run with its own. */
export function looserObjectives(
  world: World,
  resolved: ResolvedWorkload,
  sizingsOf: (workload: Workload) => Sizings,
): Placement['hints'] {
  for (const { allow, workload } of looser(resolved.workload)) {
    const sizings = sizingsOf(workload);
    const scope = { constraints: resolved.constraints, precisions: sizings.precisions };
    const found = cheapest(world, sizings, scope);
    if (found === null) continue;
    const usdPerMonth = monthly(found, { ...resolved, workload }).toFixed();
    return [{ allow, usdPerMonth, savingPercent: null, note: noteOf(found), label: candidateLabel(found) }];
  }
  return [];
}

function looser(workload: Workload): Looser[] {
  if (workload.kind === 'serving' && workload.latency !== undefined) {
    return [{ allow: 'any latency', workload: { ...workload, latency: undefined } }];
  }
  if (!('deadlineHours' in workload)) return [];
  return LATER.map((times) => {
    const deadlineHours = rounded(workload.deadlineHours * times, 3);
    return { allow: `a deadline after ${hoursText(deadlineHours)}`, workload: { ...workload, deadlineHours } };
  });
}

/** What one would get in place of what was asked. */
function noteOf({ sized: { detail } }: Candidate): string | null {
  switch (detail.kind) {
    case 'serving': {
      const { ttftMs, tpotMs } = detail.prediction;
      return `first token after ${rounded(ttftMs, 3)} ms, then ${rounded(tpotMs, 3)} ms each`;
    }
    case 'batch':
    case 'training':
      return `done after ${hoursText(detail.hours)}`;
    case 'generic':
      return null;
  }
}

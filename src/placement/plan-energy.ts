import { HOURS_PER_MONTH, runsOnAndOn } from './plan-cost.js';
import { rounded } from './figures.js';
import type { Plan } from './plan.schema.js';
import type { Candidate } from './search.js';
import type { Workload } from './workload.schema.js';

const WATTS_PER_KILOWATT = 1000;
const GRAMS_PER_KG = 1000;

/** Energy and carbon of a month where every fact for it is known; null where not even the power is. */
export function planEnergy({ placeable, sized }: Candidate, workload: Workload): Plan['energy'] {
  const { detail } = sized;
  if (detail.kind === 'generic' || detail.prediction.wattsPerAccelerator === null || placeable.shape === null)
    return null;
  const units = runsOnAndOn(workload) ? HOURS_PER_MONTH : 'runsPerMonth' in workload ? workload.runsPerMonth : 1;
  const acceleratorHours = sized.billedInstanceHours * placeable.shape.accelerators * units;
  const kwh = (acceleratorHours * detail.prediction.wattsPerAccelerator) / WATTS_PER_KILOWATT;
  const { region } = placeable;
  const facilityKwh = region?.pue == null ? null : kwh * region.pue;
  const grid = region?.gridGramsCo2ePerKwh ?? null;
  const sources = [region?.pueSource, facilityKwh === null ? null : region?.gridSource].filter(
    (source) => source != null,
  );
  return {
    kwhPerMonth: rounded(kwh, 4),
    facilityKwhPerMonth: facilityKwh === null ? null : rounded(facilityKwh, 4),
    kgCo2ePerMonth: facilityKwh === null || grid === null ? null : rounded((facilityKwh * grid) / GRAMS_PER_KG, 4),
    source: sources.length > 0 ? [...new Set(sources)].join('; ') : null,
  };
}

import {
  BYTES_PER_WEIGHT,
  matchAccelerators,
  modelNamed,
  PRECISIONS,
  type ModelArchitecture,
  type Precision,
} from '../../src/catalog/index.js';
import type { Workload } from '../../src/placement/workload.schema.js';
import type { WorldFacts } from '../../src/placement/world.js';
import type { Offer } from '../../src/prices/index.js';
import { batchHours, genericHours, servingHours, trainingHours } from './oracle-hours.js';
import { hardwareOf, meanHoursOf, type Hardware } from './oracle-hardware.js';

/** What one way to run a workload costs in a month. */
export interface Way {
  readonly offerId: string;
  readonly precision: Precision | null;
  readonly usdPerMonth: number;
}

/**
 * The cheapest way to run a workload by trying every offer, precision and layout, one after another, with the
 * performance model itself. As naive as it can be written: no grouping, no bound, nothing remembered. Null: there is none.
 */
export function cheapestWay(workload: Workload, facts: WorldFacts): Way | null {
  let best: Way | null = null;
  const model = workload.kind === 'generic' ? null : modelNamed(nameOf(workload.model));
  for (const offer of facts.offers) {
    if (!admits(workload, offer, facts)) continue;
    const hardware = hardwareOf(offer, facts);
    if (hardware === null) continue;
    for (const precision of acceptedPrecisions(workload, model, facts)) {
      for (const hours of billedHours(workload, model, offer, hardware, precision, facts)) {
        const usdPerMonth = Number(offer.usdPerHour) * hours * timesPerMonth(workload);
        if (best === null || usdPerMonth < best.usdPerMonth) best = { offerId: offer.id, precision, usdPerMonth };
      }
    }
  }
  return best;
}

function nameOf(model: Exclude<Workload, { kind: 'generic' }>['model']): string {
  if (typeof model !== 'string') throw new Error('The oracle knows models by name only.');
  return model;
}

function timesPerMonth(workload: Workload): number {
  if (workload.kind === 'serving' || (workload.kind === 'generic' && workload.hours === undefined)) return 730;
  return workload.runsPerMonth;
}

function admits(workload: Workload, offer: Offer, { regions, accelerators }: WorldFacts): boolean {
  if (offer.instanceType.startsWith('gpu-component:') || offer.available === false) return false;
  const isPatient = workload.kind !== 'serving' && workload.kind !== 'generic';
  const ways = workload.purchaseOptions ?? (isPatient ? ['on_demand', 'spot'] : ['on_demand']);
  if (!ways.includes(offer.purchaseOption)) return false;
  const { clouds, jurisdictions } = workload.where ?? {};
  if (clouds !== undefined && !clouds.includes(offer.cloud)) return false;
  const place = regions.find(({ cloud, name }) => cloud === offer.cloud && name === offer.region);
  if (jurisdictions !== undefined && !jurisdictions.includes(place?.jurisdiction ?? 'nowhere')) return false;
  if (workload.accelerators === undefined) return true;
  return workload.accelerators.some((name) =>
    matchAccelerators(name, [...accelerators]).some(({ id }) => id === offer.acceleratorId),
  );
}

function acceptedPrecisions(
  workload: Workload,
  model: ModelArchitecture | null,
  { quality }: WorldFacts,
): (Precision | null)[] {
  if (workload.kind === 'generic' || model === null) return [null];
  if (workload.kind === 'training' || workload.kind === 'fine_tuning') return [workload.precision];
  const { precisions, qualityFloor } = workload;
  return PRECISIONS.filter((precision) => {
    const named = Array.isArray(precisions) && precisions.includes(precision);
    if (precision === model.nativePrecision) return named || !Array.isArray(precisions);
    const isFloat = precision === 'fp32' || precision === 'bf16';
    if (isFloat && BYTES_PER_WEIGHT[precision] > BYTES_PER_WEIGHT[model.nativePrecision]) return named;
    if (!named && precisions !== 'measured') return false;
    const figure = quality(model.name, precision);
    if (figure === null) return named;
    return qualityFloor === undefined || figure.retainedPercent >= qualityFloor.minRetainedPercent;
  });
}

/** Hours that are billed, for each layout that works. */
function billedHours(
  workload: Workload,
  model: ModelArchitecture | null,
  offer: Offer,
  hardware: Hardware,
  precision: Precision | null,
  { performance }: WorldFacts,
): number[] {
  if (workload.kind === 'generic') return genericHours(workload, offer, hardware);
  if (model === null || precision === null) throw new Error('Only generic workloads have no model.');
  const interruptible = offer.purchaseOption === 'spot';
  switch (workload.kind) {
    case 'serving': {
      const mustStay = (workload.availability?.minNonInterruptibleReplicas ?? 0) > 0;
      if (interruptible && mustStay) return [];
      return servingHours(workload, model, hardware, precision, performance, offer.termYears !== null);
    }
    case 'batch_inference': {
      const mean = interruptible ? meanHoursOf(workload, offer) : 'never';
      return mean === null ? [] : batchHours(workload, model, hardware, precision, performance, mean);
    }
    case 'training':
    case 'fine_tuning': {
      if (interruptible && workload.checkpoint === undefined) return [];
      const mean = interruptible ? meanHoursOf(workload, offer) : 'never';
      return mean === null ? [] : trainingHours(workload, model, hardware, offer.acceleratorCount, performance, mean);
    }
  }
}

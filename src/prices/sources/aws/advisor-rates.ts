import { z } from 'zod';
import { OutboundError } from '../../../platform/index.js';
import type { InterruptionRate } from '../../offer.js';
import type { StatedInterruption } from '../price-source.js';

/** The spot advisor's file, as much of it as is used. Its saving in whole per cent is no price and is not read. */
export const advisorFile = z.object({
  ranges: z.array(z.object({ index: z.number().int(), label: z.string() })).min(1),
  spot_advisor: z.record(
    z.string(),
    z.object({ Linux: z.record(z.string(), z.object({ r: z.number().int() })).optional() }),
  ),
});
export type AdvisorFile = z.output<typeof advisorFile>;

/** @param today ISO 8601 date of the poll: the file does not say when it was made */
export function interruptionsOf(
  file: AdvisorFile,
  instanceTypes: { has(name: string): boolean },
  source: string,
  today: string,
): StatedInterruption[] {
  const buckets = new Map(file.ranges.map(({ index, label }) => [index, bucketOf(label)]));
  return Object.entries(file.spot_advisor).flatMap(([region, { Linux = {} }]) =>
    Object.entries(Linux).flatMap(([instanceType, { r }]): StatedInterruption[] => {
      if (!instanceTypes.has(instanceType)) return [];
      const bucket = buckets.get(r);
      if (bucket === undefined) {
        throw new OutboundError('unexpected', `The AWS spot advisor names range ${r}, and does not say what it is.`);
      }
      return [{ region, instanceType, rate: { ...bucket, basis: 'published', source, asOf: today } }];
    }),
  );
}

/** `<5%`, `5-10%`, `>20%`: the part of a month's instances that is interrupted. The numbers beside these are rounded. */
function bucketOf(label: string): Pick<InterruptionRate, 'low' | 'high'> {
  const [, below, from, to, above] = /^(?:<(\d+)%|(\d+)-(\d+)%|>(\d+)%)$/.exec(label.replace(/\s/g, '')) ?? [];
  if (below !== undefined) return { low: 0, high: share(below) };
  if (from !== undefined && to !== undefined) return { low: share(from), high: share(to) };
  if (above !== undefined) return { low: share(above), high: null };
  throw new OutboundError('unexpected', `The AWS spot advisor has a range that cannot be read: ${label}.`);
}

function share(percent: string): number {
  return Number(percent) / 100;
}

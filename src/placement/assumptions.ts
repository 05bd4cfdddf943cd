import { arithmeticOf, conversionOf } from '../prices/index.js';
import { percentText, hoursText } from './figures.js';
import type { Plan } from './plan.schema.js';
import type { Workload } from './workload.schema.js';

/** What the figures of a plan take for granted, as sentences. */
export function assumptionsOf(workload: Workload, plan: Plan): string[] {
  const { offer, prediction, schedule, quality } = plan;
  const list: string[] = ['The cloud has the capacity and your quota allows it: neither is known.'];
  if (offer.termYears !== null) {
    list.push(
      `The price is spread over a commitment of ${offer.termYears} year(s), which is paid whether used or not.`,
    );
  }
  if (offer.negotiated !== undefined) {
    list.push(`Your negotiated price holds throughout: ${arithmeticOf(offer.usdPerInstanceHour, offer.negotiated)}.`);
  }
  if (offer.converted !== undefined) {
    list.push(`The list price is stated as ${conversionOf(offer.converted)}; what is paid moves with the rate.`);
  }
  if (workload.kind === 'serving') {
    list.push(`Capacity is kept ${percentText(workload.headroomPercent)} above the rate (headroomPercent).`);
    list.push('Latencies are those of the mean request at full load.');
    if (offer.purchaseOption === 'spot') list.push('Interruptions are not counted: the service must bear them.');
    if (plan.size.instancesByHour !== null) list.push('Instances follow the load within the hour.');
  }
  if (workload.kind === 'batch_inference') {
    list.push(`Starting a machine takes ${workload.restartMinutes} paid minutes (restartMinutes).`);
  }
  if (schedule?.deadlineMissProbability != null) {
    list.push('Interruptions are independent; waiting for new capacity after one is not counted.');
  }
  if ((workload.kind === 'training' || workload.kind === 'fine_tuning') && schedule?.expectedInterruptions == null) {
    list.push('Failures of hardware that is not interruptible are not counted.');
  }
  if (quality?.basis === 'accepted_by_name') {
    list.push(`Nobody measured the quality of ${quality.model} in ${plan.size.precision ?? ''}: accepted by name.`);
  }
  if (prediction !== null) {
    list.push(`Throughput is predicted by ${prediction.modelVersion}, ± ${percentText(prediction.errorPercent)}.`);
    if (prediction.ttftErrorPercent !== null) {
      list.push(`The time to first token varies more: ± ${percentText(prediction.ttftErrorPercent)}.`);
    }
  }
  const { hoursAtMost, deadlineHours } = schedule ?? { hoursAtMost: null, deadlineHours: null };
  if (hoursAtMost !== null && deadlineHours !== null && hoursAtMost > deadlineHours) {
    const late = `${hoursText(hoursAtMost)}, past the deadline after ${hoursText(deadlineHours)}`;
    list.push(`At the slower end of the prediction it takes ${late}.`);
  }
  return list;
}

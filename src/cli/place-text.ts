import type { FleetPlan, Placement, Plan } from '../placement/index.js';
import { short, usd } from './figure-text.js';
import { arithmeticOf, conversionOf } from '../prices/index.js';
import { leverRows } from './lever-text.js';
import { variantRows } from './variant-text.js';

/** What was chosen and why, for people. */
export function placementText(placement: Placement, explain: boolean): string[] {
  const { name, kind, model, plan, reason } = placement;
  const title = `${name}  (${[kind.replaceAll('_', ' '), model].filter((part) => part !== null).join(', ')})`;
  const body =
    plan === null
      ? [row('not placed', reason ?? '')]
      : [...planRows(plan, model), ...savingRows(placement), ...nextRows(placement, explain)];
  return [
    title,
    ...body,
    ...hintRows(placement),
    ...(explain ? explanationRows(placement) : [row('not used', `${rejectedShort(placement)} (--explain says more)`)]),
    ...(explain ? variantRows(placement.variants) : []),
    ...(explain ? leverRows(placement.levers) : []),
    ...(explain ? placement.assumptions.map((text, index) => row(index === 0 ? 'assumed' : '', text)) : []),
  ];
}

/** The sums of a fleet. */
export function totalsText({ totals, placements }: FleetPlan): string[] {
  const { placed, usdPerMonth, naiveUsdPerMonth, savingUsdPerMonth, savingPercent } = totals;
  const lines = [
    `All together  (${placed} of ${placements.length} placed)`,
    row('cost', `${usd(usdPerMonth)} USD a month`),
  ];
  if (savingPercent !== null) {
    const against = `against ${usd(naiveUsdPerMonth)} USD of the naive choices`;
    lines.push(row('saving', `${usd(savingUsdPerMonth)} USD a month (${short(savingPercent)} %) ${against}`));
  }
  if (totals.withoutSaving > 0) lines.push(row('', `${totals.withoutSaving} placed without a naive choice to compare`));
  return lines;
}

function planRows(plan: Plan, model: string | null): string[] {
  const { offer, size } = plan;
  const term = offer.termYears === null ? '' : ` ${offer.termYears} years`;
  const place = [offer.zone ?? offer.region, offer.location].filter((part) => part !== null).join(', ');
  return [
    row('where', `${offer.cloud} ${place}, ${offer.purchaseOption.replaceAll('_', ' ')}${term}`),
    row(
      'what',
      `${size.instances} × ${offer.instanceType} (${short(offer.acceleratorsPerInstance)} × ${offer.acceleratorName} each)`,
    ),
    ...(plan.quality === null || plan.quality.model === model ? [] : [row('serves', plan.quality.model)]),
    ...layoutRows(plan),
    ...costRows(plan),
    ...performanceRows(plan),
    ...energyRows(plan),
  ];
}

function layoutRows({ size, quality }: Plan): string[] {
  const parts: string[] = [];
  if (size.precision !== null) {
    const kept = quality === null || quality.basis === 'native' ? '' : ` (${qualityText(quality)})`;
    parts.push(`${size.precision}${kept}`);
  }
  if (size.replicas !== null) parts.push(`${size.replicas} replica${size.replicas === 1 ? '' : 's'}`);
  const { parallelism } = size;
  if (parallelism !== null) {
    const ways = [
      [parallelism.data, 'data'],
      [parallelism.tensor, 'tensor'],
      [parallelism.pipeline, 'pipeline'],
    ] as const;
    const used = ways.filter(([degree]) => degree !== null && degree > 1);
    parts.push(
      used.length === 0 ? 'no parallelism' : `${used.map(([degree, way]) => `${way} ${degree}`).join(' × ')} parallel`,
    );
  }
  const rows = parts.length === 0 ? [] : [row('how', parts.join(', '))];
  if (size.instancesByHour !== null) rows.push(row('by hour', size.instancesByHour.join(' ')));
  return rows;
}

function qualityText({ basis, retainedPercent, benchmark }: NonNullable<Plan['quality']>): string {
  if (basis === 'wider') return 'wider than published, nothing lost';
  if (retainedPercent === null) return 'quality unmeasured, accepted by name';
  return `keeps ${short(retainedPercent)} % on ${benchmark ?? 'a benchmark'}`;
}

function costRows({ cost, offer }: Plan): string[] {
  const parts = [
    cost.usdPerRun === null ? null : `${usd(cost.usdPerRun)} USD a run`,
    `${usd(cost.usdPerHour)} USD an hour`,
    `${usd(cost.usdPerMonth)} USD a month`,
    cost.usdPerMillionTokens === null ? null : `${usd(cost.usdPerMillionTokens)} USD per million tokens`,
  ];
  const { negotiated, converted, usdPerInstanceHour } = offer;
  return [
    ...(negotiated === undefined ? [] : [row('price', `${arithmeticOf(usdPerInstanceHour, negotiated)}, an instance`)]),
    ...(converted === undefined ? [] : [row('stated', `${conversionOf(converted)}, an instance an hour`)]),
    row('cost', parts.filter((part) => part !== null).join(', ')),
    row('', errorText(cost)),
  ];
}

/** What the cost may be if the prediction is off by its stated error. */
function errorText({ usdPerMonthAtLeast, usdPerMonthAtMost }: Plan['cost']): string {
  return usdPerMonthAtMost === null
    ? `at least ${usd(usdPerMonthAtLeast)} USD a month within the error of the prediction, with no upper bound`
    : `between ${usd(usdPerMonthAtLeast)} and ${usd(usdPerMonthAtMost)} USD a month within the error of the prediction`;
}

function performanceRows({ prediction, schedule }: Plan): string[] {
  const rows: string[] = [];
  if (prediction?.ttftMs != null && prediction.tpotMs !== null) {
    const rate =
      prediction.requestsPerSecond === null ? '' : `, up to ${short(prediction.requestsPerSecond)} requests a second`;
    rows.push(
      row('speed', `first token ${short(prediction.ttftMs)} ms, then ${short(prediction.tpotMs)} ms each${rate}`),
    );
  }
  if (prediction?.tokensPerSecond != null) {
    const mfu =
      prediction.modelFlopUtilization === null ? '' : `, ${short(prediction.modelFlopUtilization * 100)} % of peak`;
    rows.push(row('speed', `${short(prediction.tokensPerSecond)} tokens a second${mfu}`));
  }
  if (prediction !== null) rows.push(row('', `predicted ${intervalText(prediction)} (${prediction.basis})`));
  if (schedule !== null) {
    rows.push(...scheduleRows(schedule));
  }
  return rows;
}

function intervalText({ tokensPerSecondLow, tokensPerSecondHigh, errorPercent }: NonNullable<Plan['prediction']>) {
  if (tokensPerSecondLow === null || tokensPerSecondHigh === null) return `± ${short(errorPercent)} %`;
  return `between ${short(tokensPerSecondLow)} and ${short(tokensPerSecondHigh)}`;
}

function scheduleRows(schedule: NonNullable<Plan['schedule']>): string[] {
  const { hours, hoursAtMost, deadlineHours, deadlineMissProbability, checkpointIntervalMinutes } = schedule;
  const rows = [
    row(
      'done',
      `after ${duration(hours)}${deadlineHours === null ? '' : `, deadline after ${duration(deadlineHours)}`}`,
    ),
  ];
  if (deadlineHours !== null && hoursAtMost !== null && hoursAtMost > deadlineHours) {
    rows.push(row('', `late at the slower end of the prediction: after ${duration(hoursAtMost)}`));
  }
  if (deadlineMissProbability !== null) {
    rows.push(row('', `made late by interruptions with a probability of ${chance(deadlineMissProbability)} at most`));
  }
  if (checkpointIntervalMinutes !== null) {
    rows.push(row('', `a checkpoint every ${duration(checkpointIntervalMinutes / 60)}`));
  }
  return rows;
}

function energyRows({ energy }: Plan): string[] {
  if (energy === null) return [];
  const carbon = energy.kgCo2ePerMonth === null ? 'carbon not known' : `${short(energy.kgCo2ePerMonth)} kg CO2e`;
  return [row('energy', `${short(energy.facilityKwhPerMonth ?? energy.kwhPerMonth)} kWh a month, ${carbon}`)];
}

function savingRows({ saving, savingAbsent }: Placement): string[] {
  if (saving === null) return savingAbsent === null ? [] : [row('saving', `not stated: ${savingAbsent}`)];
  return [
    row('saving', `${usd(saving.usdPerMonth)} USD a month (${short(saving.percent)} %) against the naive choice`),
    row('', `naive: ${saving.definition} ${usd(saving.naive.cost.usdPerMonth)} USD a month`),
  ];
}

function nextRows({ runnersUp }: Placement, explain: boolean): string[] {
  return runnersUp
    .slice(0, explain ? runnersUp.length : 1)
    .map(({ label, usdPerMonth, morePercent }, index) =>
      row(
        index === 0 ? 'next best' : '',
        `${label}: ${usd(usdPerMonth)} USD a month${morePercent === null ? '' : ` (+${short(morePercent)} %)`}`,
      ),
    );
}

function hintRows({ hints }: Placement): string[] {
  return hints.map(({ allow, savingPercent, usdPerMonth, note }, index) => {
    const effect =
      savingPercent === null ? `possible for ${usd(usdPerMonth)} USD a month` : `−${short(savingPercent)} %`;
    return row(index === 0 ? 'if allowed' : '', `${allow}: ${effect}${note === null ? '' : ` (${note})`}`);
  });
}

function rejectedShort({ rejected }: Placement): string {
  return rejected.map(({ reason, offers }) => `${reason.replaceAll('_', ' ')} ${offers}`).join(', ');
}

function explanationRows({ rejected, rejectedPrecisions, saving }: Placement): string[] {
  const rows = rejected.map(({ text, example }, index) =>
    row(index === 0 ? 'not used' : '', example === null ? text : `${text}; e.g. ${example}`),
  );
  rejectedPrecisions.forEach(({ precision, why }) => rows.push(row('', `${precision}: ${why}`)));
  saving?.waterfall.forEach(({ lever, usdPerMonth, afterUsdPerMonth }, index) =>
    rows.push(
      row(index === 0 ? 'saved by' : '', `${lever}: ${usd(usdPerMonth)} USD, to ${usd(afterUsdPerMonth)} USD a month`),
    ),
  );
  return rows;
}

function row(label: string, text: string): string {
  return `  ${label.padEnd(11)}${text}`.trimEnd();
}

/** As people say it: minutes, hours, or days from three on. */
function duration(hours: number): string {
  if (hours < 1) return `${short(hours * 60)} minutes`;
  return hours < 72 ? `${short(hours)} h` : `${short(hours / 24)} days`;
}

/** What is rarer than one in ten thousand is not worth its digits. */
function chance(probability: number): string {
  return probability < 1e-4 ? '0.01 %' : `${short(probability * 100)} %`;
}

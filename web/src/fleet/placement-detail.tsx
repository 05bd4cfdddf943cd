import type { ReactNode } from 'react';
import type { Placement } from '../../../src/placement/index.js';
import { day, exactUsd, figure, percent, usd } from '../figures.js';

/** Why this plan: what it rests on, what came next, what was rejected, and what would make it cheaper. */
export function PlacementDetail({ placement }: { placement: Placement }) {
  const { plan, saving, savingAbsent, runnersUp, rejected, rejectedPrecisions, hints, assumptions } = placement;
  return (
    <div className="columns">
      {plan !== null && (
        <Block title="What it rests on">
          <dl className="facts">{factsOf(plan).map(factLine)}</dl>
        </Block>
      )}
      {saving !== null && (
        <Block title="Where the saving comes from">
          <ul>
            <li>
              {usd(saving.naive.cost.usdPerMonth)} a month for the naive choice: {figure(saving.naive.size.instances)} ×{' '}
              {saving.naive.offer.instanceType} in {saving.naive.offer.region}
            </li>
            {saving.waterfall.map(({ lever, usdPerMonth }) => (
              <li key={lever}>
                {lever}: {usd(usdPerMonth)}
              </li>
            ))}
          </ul>
        </Block>
      )}
      {savingAbsent !== null && (
        <Block title="Why no saving is stated">
          <p>{savingAbsent}</p>
        </Block>
      )}
      {hints.length > 0 && (
        <Block title="What would cost less, if you accepted it">
          <ul>
            {hints.map((hint) => (
              <li key={hint.allow}>
                {hint.allow}: {usd(hint.usdPerMonth)} a month
                {hint.savingPercent === null ? '' : ` (${percent(hint.savingPercent)} less)`}, {hint.label}
                {hint.note === null ? '' : `. ${hint.note}`}
              </li>
            ))}
          </ul>
        </Block>
      )}
      {runnersUp.length > 0 && (
        <Block title="The next best">
          <ul>
            {runnersUp.map((option) => (
              <li key={option.offerId + option.label}>
                {option.label}: {usd(option.usdPerMonth)} a month, {percent(option.morePercent)} more
              </li>
            ))}
          </ul>
        </Block>
      )}
      {rejected.length + rejectedPrecisions.length > 0 && (
        <Block title="What was rejected">
          <ul>
            {rejected.map(({ reason, offers, text, example }) => (
              <li key={reason}>
                {offers.toLocaleString('en-US')} offers: {text}
                {example === null ? '' : ` For example: ${example}`}
              </li>
            ))}
            {rejectedPrecisions.map(({ precision, why }) => (
              <li key={precision}>
                {precision}: {why}
              </li>
            ))}
          </ul>
        </Block>
      )}
      {assumptions.length > 0 && (
        <Block title="Assumed">
          <ul>
            {assumptions.map((assumption) => (
              <li key={assumption}>{assumption}</li>
            ))}
          </ul>
        </Block>
      )}
    </div>
  );
}

function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="block">
      <h3>{title}</h3>
      {children}
    </div>
  );
}

function factLine([term, fact]: readonly [string, string]) {
  return (
    <div key={term}>
      <dt>{term}</dt>
      <dd>{fact}</dd>
    </div>
  );
}

type Plan = NonNullable<Placement['plan']>;

function factsOf({ offer, cost, prediction, schedule, quality, energy }: Plan): [string, string][] {
  const facts: [string, string | null][] = [
    ['Price', `${exactUsd(offer.usdPerInstanceHour)} per machine hour, as of ${day(offer.priceAsOf)}`],
    ['Source', offer.priceSource],
    ['Per million tokens', cost.usdPerMillionTokens === null ? null : exactUsd(cost.usdPerMillionTokens)],
    ['First token', prediction?.ttftMs == null ? null : `${figure(prediction.ttftMs)} ms`],
    ['Each further token', prediction?.tpotMs == null ? null : `${figure(prediction.tpotMs)} ms`],
    [
      'Prediction',
      prediction === null
        ? null
        : `${prediction.basis}, ± ${percent(prediction.errorPercent)} (${prediction.modelVersion})`,
    ],
    ['A month, at worst', cost.usdPerMonthAtMost === null ? null : usd(cost.usdPerMonthAtMost)],
    ['Takes', schedule === null ? null : `${figure(schedule.hours)} hours, interruptions included`],
    [
      'Misses its deadline',
      schedule?.deadlineMissProbability == null
        ? null
        : `with a chance of at most ${percent(schedule.deadlineMissProbability * 100)}`,
    ],
    ['Quality', quality === null ? null : qualityOf(quality)],
    ['Energy', energy === null ? null : `${figure(Math.round(energy.kwhPerMonth))} kWh a month for the accelerators`],
    ['Carbon', energy?.kgCo2ePerMonth == null ? null : `${figure(Math.round(energy.kgCo2ePerMonth))} kg CO₂e a month`],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null);
}

function qualityOf(quality: NonNullable<Plan['quality']>): string {
  switch (quality.basis) {
    case 'native':
      return 'as published: the weights as they are';
    case 'wider':
      return 'as published: wider than the weights';
    case 'measured':
      return `${quality.retainedPercent ?? '?'} % of the native score on ${quality.benchmark ?? 'a benchmark'}`;
    case 'accepted_by_name':
      return 'nobody measured it; you accepted this precision by name';
  }
}

import type { Placement, Plan } from '../../../src/placement/index.js';
import { day, exactUsd, percent, usd } from '../figures.js';
import { leverName, performanceFacts, unitFacts, type Fact } from './fleet-view.js';

/** Why this place: what it was predicted to do, what it saves by what, what came next, what failed on what. */
export function PlacementDetail({ placement }: { placement: Placement }) {
  const { plan, saving, savingAbsent, reason, runnersUp, rejected, hints, assumptions } = placement;
  return (
    <div className="panels">
      {reason !== null && (
        <div className="notice bad wide">
          <p>{reason}</p>
        </div>
      )}
      {plan !== null && <Performance plan={plan} />}
      {plan !== null && <Price plan={plan} />}
      {saving !== null && <Saving saving={saving} />}
      {saving === null && savingAbsent !== null && (
        <Panel title="Saving">
          <p>{savingAbsent}</p>
        </Panel>
      )}
      {hints.length > 0 && (
        <Panel title="What would cost less, if you accepted it">
          <ul className="options">
            {hints.map(({ allow, usdPerMonth, savingPercent, note, label }) => (
              <li key={allow}>
                <span>
                  Accept {allow}
                  <small>{label}</small>
                  {note !== null && <small>{note}</small>}
                </span>
                <span className="amount">
                  {usd(usdPerMonth)}
                  {savingPercent !== null && <small className="good">−{percent(savingPercent)}</small>}
                </span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {runnersUp.length > 0 && (
        <Panel title="What came next">
          <ul className="options">
            {runnersUp.map(({ offerId, label, usdPerMonth, morePercent }) => (
              <li key={offerId}>
                <span>{label}</span>
                <span className="amount">
                  {usd(usdPerMonth)}
                  {morePercent !== null && <small>+{percent(morePercent)}</small>}
                </span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {rejected.length > 0 && (
        <Panel title="Why not the others">
          <ul className="reasons">
            {rejected.map(({ reason: key, text, example }) => (
              <li key={key}>
                {text}
                {example !== null && <small>{example}</small>}
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {assumptions.length > 0 && (
        <Panel title="Taken for granted">
          <ul className="reasons">
            {assumptions.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Panel>
      )}
    </div>
  );
}

function Panel({ title, children }: { title: React.ReactNode; children: React.ReactNode }) {
  return (
    <section className="panel">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map(({ term, value }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Performance({ plan }: { plan: Plan }) {
  const { prediction } = plan;
  return (
    <Panel title="What it delivers">
      {prediction !== null && (
        <p>
          <span className="badge warn">{prediction.modelVersion}</span> ± {percent(prediction.errorPercent)},{' '}
          {prediction.basis}
        </p>
      )}
      <Facts facts={[...performanceFacts(plan), ...unitFacts(plan)]} />
      {prediction !== null && <p className="source">{prediction.source}</p>}
    </Panel>
  );
}

function Price({ plan: { offer, cost } }: { plan: Plan }) {
  const facts: Fact[] = [
    { term: 'One machine, per hour', value: exactUsd(offer.usdPerInstanceHour) },
    { term: 'Where', value: [offer.zone ?? offer.region, offer.location].filter((part) => part !== null).join(', ') },
    { term: 'Price as of', value: day(offer.priceAsOf) },
  ];
  if (cost.usdPerMillionTokens !== null)
    facts.push({ term: 'Per million tokens', value: usd(cost.usdPerMillionTokens) });
  if (cost.usdPerMillionOutputTokens !== null)
    facts.push({ term: 'Per million output tokens', value: usd(cost.usdPerMillionOutputTokens) });
  if (cost.usdPerRun !== null) facts.push({ term: 'One run', value: usd(cost.usdPerRun) });
  return (
    <Panel title="What it costs">
      <Facts facts={facts} />
      <p className="source">{offer.priceSource}</p>
    </Panel>
  );
}

function Saving({ saving }: { saving: NonNullable<Placement['saving']> }) {
  return (
    <Panel title="Against the naive choice">
      <p>{saving.definition}</p>
      <ul className="options">
        <li>
          <span>Naive choice</span>
          <span className="amount">{usd(saving.naive.cost.usdPerMonth)}</span>
        </li>
        {saving.waterfall.map(({ lever, usdPerMonth, afterUsdPerMonth }) => {
          const costs = usdPerMonth.startsWith('-');
          return (
            <li key={lever}>
              <span>{leverName(lever)}</span>
              <span className="amount">
                {usd(afterUsdPerMonth)}
                <small className={costs ? undefined : 'good'}>
                  {costs ? `+${usd(usdPerMonth.slice(1))}` : `−${usd(usdPerMonth)}`}
                </small>
              </span>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

import { useState } from 'react';
import type { LeftOutReason, PriceSummary } from '../../../src/prices/index.js';
import { useLeftOut, usePriceSummary } from '../api.js';
import { QueryState } from '../parts/query-state.js';
import { CLOUD_NAMES } from '../words.js';

/** The prices that were not believed, and why: what is missing above must not look forgotten. */
export function LeftOutSection() {
  const summary = usePriceSummary();
  return (
    <section aria-labelledby="left-out" className="card">
      <h2 id="left-out">Prices left out</h2>
      <p className="lead">Facts that were found and could not be vouched for. None of them is used anywhere.</p>
      <QueryState query={summary} what="what was left out">
        {(answer) => <Reasons summary={answer} />}
      </QueryState>
    </section>
  );
}

function Reasons({ summary }: { summary: PriceSummary }) {
  const [open, setOpen] = useState<LeftOutReason | null>(null);
  const reasons = Object.entries(summary.leftOutByReason) as [LeftOutReason, number][];
  if (reasons.length === 0) return <p className="hint">None.</p>;
  return (
    <ul className="reasons">
      {reasons
        .sort(([, a], [, b]) => b - a)
        .map(([reason, count]) => (
          <li key={reason}>
            <button
              type="button"
              className="disclose"
              aria-expanded={open === reason}
              onClick={() => setOpen(open === reason ? null : reason)}
            >
              {reason.replaceAll('_', ' ')}
            </button>
            <span className="count">{count.toLocaleString('en-US')}</span>
            {open === reason && <LeftOutPrices reason={reason} />}
          </li>
        ))}
    </ul>
  );
}

const MOST_SHOWN = 12;

function LeftOutPrices({ reason }: { reason: LeftOutReason }) {
  const leftOut = useLeftOut();
  return (
    <QueryState query={leftOut} what="the prices">
      {(prices) => {
        const chosen = prices.filter((price) => price.reason === reason);
        return (
          <ul className="left-out">
            {chosen.slice(0, MOST_SHOWN).map((price) => (
              <li
                key={`${price.cloud}${price.region}${price.instanceType}${price.purchaseOption}${price.termYears ?? ''}${price.usdPerHour}`}
              >
                {CLOUD_NAMES[price.cloud]} {price.region}, {price.instanceType},{' '}
                {price.purchaseOption.replaceAll('_', ' ')} at ${price.usdPerHour}: {price.why}
              </li>
            ))}
            {chosen.length > MOST_SHOWN && (
              <li>
                and {chosen.length - MOST_SHOWN} more: <code>npx pennywatt prices left-out --reason {reason}</code>
              </li>
            )}
          </ul>
        );
      }}
    </QueryState>
  );
}

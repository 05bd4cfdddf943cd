import type { FleetPlan } from '../../../src/placement/index.js';
import { useExampleFleet } from '../api.js';
import { day, percent, usd } from '../figures.js';
import { QueryState } from '../parts/query-state.js';
import { FleetChart } from './fleet-chart.js';
import { FleetTable } from './fleet-table.js';

/** What the example fleet costs as planned, against what most teams would have bought. */
export function FleetSection() {
  const fleet = useExampleFleet();
  return (
    <section aria-labelledby="fleet" className="card">
      <h2 id="fleet">The example fleet, planned</h2>
      <p className="lead">
        Eight kinds of workload that teams run, each placed on the cheapest capacity that keeps its latency, its
        deadline and its quality. Your own: <code>npx pennywatt place FILE.yaml</code>
      </p>
      <QueryState query={fleet} what="the plan">
        {(plan) => <Fleet plan={plan} />}
      </QueryState>
    </section>
  );
}

function Fleet({ plan }: { plan: FleetPlan }) {
  const { totals, placements, prices } = plan;
  const comparable = totals.savingPercent !== null;
  return (
    <>
      <dl className="headline">
        <div>
          <dt>Planned</dt>
          <dd data-figure="planned">{usd(totals.usdPerMonth)}</dd>
          <dd className="unit">a month</dd>
        </div>
        <div>
          <dt>The naive choice</dt>
          <dd data-figure="naive">{comparable ? usd(totals.naiveUsdPerMonth) : 'not known'}</dd>
          <dd className="unit">a month</dd>
        </div>
        <div className="good">
          <dt>Saving</dt>
          <dd data-figure="saving">{comparable ? usd(totals.savingUsdPerMonth) : 'not known'}</dd>
          <dd className="unit">
            {totals.savingPercent === null
              ? 'nothing to compare with'
              : `a month, ${percent(totals.savingPercent)} less`}
          </dd>
        </div>
      </dl>
      <Fineprint plan={plan} />
      <FleetChart placements={placements} />
      <FleetTable placements={placements} />
      <p className="hint">
        Computed in {Math.round(plan.searchMilliseconds)} ms over {prices.offers.toLocaleString('en-US')} offers
        {prices.oldestAsOf !== null && prices.newestAsOf !== null
          ? ` dated ${day(prices.oldestAsOf)} to ${day(prices.newestAsOf)}`
          : ''}
        . Throughput is predicted by {plan.modelVersion}: each row states by how much it can be off.
      </p>
    </>
  );
}

function Fineprint({ plan: { totals, placements } }: { plan: FleetPlan }) {
  const definition = placements.find(({ saving }) => saving !== null)?.saving?.definition;
  return (
    <p className="hint">
      {definition !== undefined && <>The naive choice: {definition} </>}
      {totals.withoutSaving > 0 &&
        `${totals.withoutSaving} placed without a naive choice to compare with; it is in the planned cost, not in the saving. `}
      {totals.notPlaced > 0 && `${totals.notPlaced} could not be placed; its row says why.`}
    </p>
  );
}

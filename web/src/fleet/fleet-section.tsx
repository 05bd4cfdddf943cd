import type { FleetPlan } from '../../../src/placement/index.js';
import { useFleetPlan } from '../api.js';
import { count, day, percent, usd } from '../figures.js';
import { QueryState } from '../parts/query-state.js';
import { FleetTable } from './fleet-table.js';
import { LeverChart } from './lever-chart.js';

/** What the example fleet costs where it is cheapest, and what it would cost somebody who does not look around. */
export function FleetSection() {
  const plan = useFleetPlan();
  return (
    <section aria-labelledby="fleet" className="card">
      <h2 id="fleet">Plan of the example fleet</h2>
      <p className="lead">
        The shipped example workloads, each in the cheapest place that meets all of its objectives, planned anew at the
        prices in force.
      </p>
      <QueryState query={plan} what="plan" lines={9}>
        {(fleet) => (fleet.placements.length === 0 ? <NoWorkloads /> : <Fleet fleet={fleet} />)}
      </QueryState>
    </section>
  );
}

function NoWorkloads() {
  return (
    <div className="notice">
      <p>
        The example fleet has no workloads. Add some to <code>config/examples/fleet.yaml</code> and load this page
        again.
      </p>
    </div>
  );
}

function Fleet({ fleet }: { fleet: FleetPlan }) {
  const hasSaving = fleet.placements.some(({ saving }) => saving !== null);
  return (
    <>
      <div className={hasSaving ? 'overview' : 'overview alone'}>
        <Totals fleet={fleet} />
        {hasSaving && <LeverChart placements={fleet.placements} totals={fleet.totals} />}
      </div>
      <FleetTable placements={fleet.placements} />
      <p className="hint">
        Throughput and latency are predicted by <strong>{fleet.modelVersion}</strong>; the ± range of each amount is
        what its stated error does to the cost. Prices from{' '}
        {fleet.prices.oldestAsOf === null ? 'no source' : day(fleet.prices.oldestAsOf)} to{' '}
        {fleet.prices.newestAsOf === null ? 'none' : day(fleet.prices.newestAsOf)}; {count(fleet.prices.offers)} offers
        were compared in {count(Math.round(fleet.searchMilliseconds))} ms.{' '}
        <a href="/v1/examples/fleet/plan">The plan as JSON</a>
      </p>
    </>
  );
}

function Totals({ fleet: { totals, placements } }: { fleet: FleetPlan }) {
  const { placed, notPlaced, withoutSaving } = totals;
  return (
    <dl className="totals">
      <div className="main">
        <dt>Fleet plan per month</dt>
        <dd data-figure="plan">
          {placed === 0 ? <span className="unknown">not known</span> : usd(totals.usdPerMonth)}
        </dd>
        <p>
          {placed} of {placements.length} workloads placed
          {notPlaced > 0 && '; the others are not in the sum'}
        </p>
      </div>
      <div>
        <dt>Naive choice per month</dt>
        <dd data-figure="naive">
          {totals.savingPercent === null ? <span className="unknown">not known</span> : usd(totals.naiveUsdPerMonth)}
        </dd>
        <p>The usual accelerator, on demand, in the first cloud’s home region</p>
      </div>
      <div>
        <dt>Saving per month</dt>
        <dd data-figure="saving" className={totals.savingUsdPerMonth.startsWith('-') ? '' : 'good'}>
          {totals.savingPercent === null ? (
            <span className="unknown">not known</span>
          ) : (
            <>
              {usd(totals.savingUsdPerMonth)} <small>{percent(totals.savingPercent)}</small>
            </>
          )}
        </dd>
        <p>
          {withoutSaving === 0
            ? 'Over all workloads that are placed'
            : `${withoutSaving} placed without a naive choice to compare with: not counted`}
        </p>
      </div>
    </dl>
  );
}

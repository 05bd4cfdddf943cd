import { Fragment, useId, useMemo, useState } from 'react';
import type { Placement, Plan } from '../../../src/placement/index.js';
import { percent, usd, usdPerHour } from '../figures.js';
import { Chevron } from '../parts/chevron.js';
import { CLOUD_NAMES, purchaseName } from '../words.js';
import { hardwareName, inOrderOfCost, kindName, machinesName } from './fleet-view.js';
import { PlacementDetail } from './placement-detail.js';

const COLUMNS = 7;

/** One row per workload: what, where, on what, for how much; a row opens to say why. */
export function FleetTable({ placements }: { placements: readonly Placement[] }) {
  const rows = useMemo(() => inOrderOfCost(placements), [placements]);
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Workloads of the example fleet">
      <table className="fleet">
        <thead>
          <tr>
            <th scope="col">Workload</th>
            <th scope="col">Where</th>
            <th scope="col">On what</th>
            <th scope="col">Bought as</th>
            <th scope="col" className="amount">
              USD / hour
            </th>
            <th scope="col" className="amount">
              USD / month
            </th>
            <th scope="col" className="amount">
              Saving / month
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((placement) => (
            <Row key={placement.name} placement={placement} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ placement }: { placement: Placement }) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  return (
    <Fragment>
      <tr className={isOpen ? 'open' : undefined} data-workload={placement.name}>
        <th scope="row">
          <button
            type="button"
            className="disclose"
            aria-expanded={isOpen}
            aria-controls={isOpen ? id : undefined}
            onClick={() => setIsOpen(!isOpen)}
          >
            <Chevron />
            <span>
              {placement.name}
              <small>{subtitle(placement)}</small>
            </span>
          </button>
        </th>
        {placement.plan === null ? (
          <td colSpan={COLUMNS - 1}>
            <span className="badge bad">Not placed</span> <span className="faint">Open the row to see why.</span>
          </td>
        ) : (
          <PlanCells plan={placement.plan} saving={placement.saving} />
        )}
      </tr>
      {isOpen && (
        <tr className="detail" id={id}>
          <td colSpan={COLUMNS}>
            <PlacementDetail placement={placement} />
          </td>
        </tr>
      )}
    </Fragment>
  );
}

function subtitle({ kind, model, team }: Placement): string {
  const name = model?.split('/').at(-1);
  return [kindName(kind), name, team].filter((part) => part != null).join(' · ');
}

function PlanCells({ plan, saving }: { plan: Plan; saving: Placement['saving'] }) {
  const { offer, size, cost } = plan;
  return (
    <>
      <td>
        <span className={`dot ${offer.cloud}`} aria-hidden="true" />
        {CLOUD_NAMES[offer.cloud]}
        <small title={offer.location ?? undefined}>{offer.zone ?? offer.region}</small>
      </td>
      <td>
        {hardwareName(plan)}
        {size.precision !== null && <span className="badge">{size.precision}</span>}
        <small>{machinesName(plan)}</small>
      </td>
      <td>{purchaseName(offer.purchaseOption, offer.termYears)}</td>
      <td className="amount" data-figure="hour">
        {usdPerHour(cost.usdPerHour)}
        {cost.usdPerRun !== null && <small>while it runs</small>}
      </td>
      <td className="amount">
        <strong data-figure="month">{usd(cost.usdPerMonth)}</strong>
        <small title="What the stated error of the prediction does to the cost">{range(plan)}</small>
      </td>
      <td className="amount">
        {saving === null ? (
          <span className="unknown">not known</span>
        ) : (
          <>
            <span className={saving.usdPerMonth.startsWith('-') ? undefined : 'good'} data-figure="saving">
              {usd(saving.usdPerMonth)}
            </span>
            <small>{percent(saving.percent)}</small>
          </>
        )}
      </td>
    </>
  );
}

/** The amounts between which the cost lies if the prediction is off by its stated error. */
function range({ cost: { usdPerMonthAtLeast, usdPerMonthAtMost, usdPerMonth } }: Plan): string {
  if (usdPerMonthAtMost === null) return `from ${usd(usdPerMonthAtLeast)}`;
  if (usdPerMonthAtLeast === usdPerMonth && usdPerMonthAtMost === usdPerMonth) return 'exact';
  return `${usd(usdPerMonthAtLeast)} – ${usd(usdPerMonthAtMost)}`;
}

import { Fragment, useState } from 'react';
import type { Placement } from '../../../src/placement/index.js';
import { figure, percent, usd, usdPerHour } from '../figures.js';
import { CLOUD_NAMES, purchaseName } from '../words.js';
import { PlacementDetail } from './placement-detail.js';

export function FleetTable({ placements }: { placements: readonly Placement[] }) {
  const [open, setOpen] = useState<string | null>(null);
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Plan by workload">
      <table className="fleet">
        <thead>
          <tr>
            <th scope="col">Workload</th>
            <th scope="col">Where</th>
            <th scope="col">Hardware</th>
            <th scope="col" className="amount">
              An hour
            </th>
            <th scope="col" className="amount">
              A month
            </th>
            <th scope="col" className="amount">
              Saving
            </th>
          </tr>
        </thead>
        <tbody>
          {placements.map((placement) => {
            const isOpen = open === placement.name;
            return (
              <Fragment key={placement.name}>
                <tr data-workload={placement.name}>
                  <th scope="row">
                    <button
                      type="button"
                      className="disclose"
                      aria-expanded={isOpen}
                      onClick={() => setOpen(isOpen ? null : placement.name)}
                    >
                      {placement.name}
                    </button>
                    <small>{subtitle(placement)}</small>
                  </th>
                  <PlanCells placement={placement} />
                </tr>
                {isOpen && (
                  <tr className="detail">
                    <td colSpan={6}>
                      <PlacementDetail placement={placement} />
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function subtitle({ kind, model, team }: Placement): string {
  const words = [KIND_NAMES[kind], model, team].filter((word) => word !== null);
  return words.join(' · ');
}

const KIND_NAMES: Readonly<Record<Placement['kind'], string>> = {
  serving: 'Serving',
  batch_inference: 'Batch inference',
  training: 'Training',
  fine_tuning: 'Fine-tuning',
  generic: 'Accelerators',
};

function PlanCells({ placement: { plan, reason, saving } }: { placement: Placement }) {
  if (plan === null) {
    return (
      <td colSpan={5} className="refused">
        Not placed: {reason}
      </td>
    );
  }
  const { offer, size, cost, prediction } = plan;
  return (
    <>
      <td>
        {CLOUD_NAMES[offer.cloud]} {offer.region}
        <small>{offer.location ?? ''}</small>
      </td>
      <td>
        {figure(size.accelerators)} × {offer.acceleratorName}
        {size.precision === null ? '' : ` in ${size.precision}`}
        <small>
          {figure(size.instances)} × {offer.instanceType},{' '}
          {purchaseName(offer.purchaseOption, offer.termYears).toLowerCase()}
        </small>
      </td>
      <td className="amount">{usdPerHour(cost.usdPerHour)}</td>
      <td className="amount">
        <span data-figure="month">{usd(cost.usdPerMonth)}</span>
        <small>{prediction === null ? 'exact' : `± ${percent(prediction.errorPercent)} of throughput`}</small>
      </td>
      <td className="amount">
        {saving === null ? (
          <span className="unknown">no comparison</span>
        ) : (
          <>
            <strong>{percent(saving.percent)}</strong>
            <small>{usd(saving.usdPerMonth)}</small>
          </>
        )}
      </td>
    </>
  );
}

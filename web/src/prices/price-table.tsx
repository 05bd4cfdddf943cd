import { Fragment, useState } from 'react';
import type { Cloud } from '../../../src/catalog/index.js';
import type { MatrixCell } from '../../../src/prices/index.js';
import { day, exactUsd, usdPerHour } from '../figures.js';
import { CLOUD_NAMES, CLOUD_ORDER, purchaseName } from '../words.js';
import type { SortKey, ViewRow } from './price-view.js';

interface Chosen {
  readonly acceleratorId: string;
  readonly cloud: Cloud;
}

export function PriceTable({
  rows,
  sort,
  onSort,
}: {
  rows: readonly ViewRow[];
  sort: SortKey;
  onSort: (key: SortKey) => void;
}) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const heading = (key: SortKey, label: string, className?: string) => (
    <th scope="col" className={className} aria-sort={sort === key ? 'ascending' : 'none'}>
      <button type="button" className="sort" onClick={() => onSort(key)}>
        {label}
      </button>
    </th>
  );
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Cheapest prices">
      <table className="prices">
        <thead>
          <tr>
            {heading('name', 'Accelerator')}
            {CLOUD_ORDER.map((cloud) => (
              <Fragment key={cloud}>{heading(cloud, CLOUD_NAMES[cloud], 'amount')}</Fragment>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const open = chosen?.acceleratorId === row.acceleratorId ? row.cells.get(chosen.cloud) : undefined;
            return (
              <Fragment key={row.acceleratorId}>
                <tr>
                  <th scope="row">
                    {row.acceleratorName} <small>{row.acceleratorId}</small>
                  </th>
                  {CLOUD_ORDER.map((cloud) => (
                    <td key={cloud} className="amount">
                      <Price
                        cell={row.cells.get(cloud)}
                        isCheapest={row.cheapest === cloud && row.cells.size > 1}
                        isOpen={open !== undefined && chosen?.cloud === cloud}
                        onChoose={(wasOpen) => setChosen(wasOpen ? null : { acceleratorId: row.acceleratorId, cloud })}
                      />
                    </td>
                  ))}
                </tr>
                {open && (
                  <tr className="detail">
                    <td colSpan={CLOUD_ORDER.length + 1}>
                      <PriceDetail cell={open} />
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

function Price({
  cell,
  isCheapest,
  isOpen,
  onChoose,
}: {
  cell: MatrixCell | undefined;
  isCheapest: boolean;
  isOpen: boolean;
  onChoose: (wasOpen: boolean) => void;
}) {
  if (cell === undefined) return <span className="unknown">not known</span>;
  const { offer } = cell;
  return (
    <button
      type="button"
      className={isCheapest ? 'price cheapest' : 'price'}
      aria-expanded={isOpen}
      data-offer={offer.id}
      title={`${offer.region}, ${offer.instanceType}, as of ${day(offer.asOf)}`}
      onClick={() => onChoose(isOpen)}
    >
      {usdPerHour(offer.usdPerAcceleratorHour)}
      {isCheapest && <span className="visually-hidden"> (the cheapest)</span>}
    </button>
  );
}

function PriceDetail({ cell: { offer } }: { cell: MatrixCell }) {
  const count = offer.acceleratorCount;
  const facts: [string, string][] = [
    ['Where', `${CLOUD_NAMES[offer.cloud]} ${offer.region}`],
    ['Machine', `${offer.instanceType} with ${count} ${offer.acceleratorName}`],
    ['Machine price', `${exactUsd(offer.usdPerHour)} an hour`],
    ['Bought as', purchaseName(offer.purchaseOption, offer.termYears)],
    ['As of', day(offer.asOf)],
    ['Source', offer.source],
  ];
  if (offer.purchaseOption === 'spot') facts.splice(4, 0, ['Taken back', interruption(offer.interruptionPerMonth)]);
  return (
    <dl className="facts">
      {facts.map(([term, fact]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  );
}

function interruption(rate: MatrixCell['offer']['interruptionPerMonth']): string {
  if (rate === null) return 'how often is not known';
  const range = rate.high === null ? `more than ${rate.low * 100} %` : `${rate.low * 100} to ${rate.high * 100} %`;
  return `${range} of such machines in a month`;
}

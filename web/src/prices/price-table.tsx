import { Fragment, useId, useState } from 'react';
import type { MatrixCell } from '../../../src/prices/index.js';
import { count, day, usdPerHour } from '../figures.js';
import { Chevron } from '../parts/chevron.js';
import { CLOUD_NAMES, CLOUD_ORDER } from '../words.js';
import { PriceDetail } from './price-detail.js';
import type { Sort, SortKey, ViewRow } from './price-view.js';

const COLUMNS = 3 + CLOUD_ORDER.length;

/** One row per accelerator, one column per cloud; a row opens to show every way to buy. */
export function PriceTable({
  rows,
  sort,
  onSort,
}: {
  rows: readonly ViewRow[];
  sort: Sort;
  onSort: (key: SortKey) => void;
}) {
  const heading = (key: SortKey, label: string, className?: string) => (
    <Heading key={key} label={label} className={className} order={orderOf(sort, key)} onSort={() => onSort(key)} />
  );
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Cheapest prices">
      <table className="prices">
        <thead>
          <tr>
            {heading('name', 'Accelerator')}
            {heading('memory', 'Memory', 'amount')}
            {heading('year', 'Since', 'amount')}
            {CLOUD_ORDER.map((cloud) => heading(cloud, CLOUD_NAMES[cloud], 'amount'))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.acceleratorId} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type Order = 'ascending' | 'descending' | 'none';

function orderOf(sort: Sort, key: SortKey): Order {
  if (sort.key !== key) return 'none';
  return sort.descending ? 'descending' : 'ascending';
}

function Heading({
  label,
  className,
  order,
  onSort,
}: {
  label: string;
  className: string | undefined;
  order: Order;
  onSort: () => void;
}) {
  return (
    <th scope="col" className={className} aria-sort={order}>
      <button type="button" className="sort" onClick={onSort}>
        {label}
        <span className="arrow" aria-hidden="true">
          {order === 'none' ? '' : order === 'ascending' ? '↑' : '↓'}
        </span>
      </button>
    </th>
  );
}

function Row({ row }: { row: ViewRow }) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  const [short, remark] = splitName(row.name);
  return (
    <Fragment>
      <tr className={isOpen ? 'open' : undefined} data-accelerator={row.acceleratorId}>
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
              {short}
              {remark !== null && <small>{remark}</small>}
            </span>
          </button>
        </th>
        <td className="amount quiet">
          {row.memoryGiB === null ? <span className="unknown">not known</span> : `${count(row.memoryGiB)} GiB`}
        </td>
        <td className="amount quiet">{row.releaseYear ?? <span className="unknown">not known</span>}</td>
        {CLOUD_ORDER.map((cloud) => (
          <td key={cloud} className="amount" data-cloud={cloud}>
            <Price cell={row.cells.get(cloud)} isCheapest={row.cheapest === cloud && row.cells.size > 1} />
          </td>
        ))}
      </tr>
      {isOpen && (
        <tr className="detail" id={id}>
          <td colSpan={COLUMNS}>
            <PriceDetail cells={row.all} />
          </td>
        </tr>
      )}
    </Fragment>
  );
}

/** The catalog's names may end in a remark: `NVIDIA Tesla K80 (one GK210 of two)`. */
function splitName(name: string): [name: string, remark: string | null] {
  const match = /^(.*?) \((.*)\)$/.exec(name);
  return match === null ? [name, null] : [match[1] ?? name, match[2] ?? null];
}

function Price({ cell, isCheapest }: { cell: MatrixCell | undefined; isCheapest: boolean }) {
  if (cell === undefined) return <span className="unknown">not known</span>;
  const { offer } = cell;
  return (
    <span title={`${offer.instanceType} in ${offer.zone ?? offer.region}, as of ${day(offer.asOf)}. ${offer.source}`}>
      <span className={isCheapest ? 'cheapest' : undefined} data-offer={offer.id}>
        {usdPerHour(offer.usdPerAcceleratorHour)}
      </span>
      {isCheapest && <span className="visually-hidden"> (the cheapest)</span>}
      <small>
        {offer.zone ?? offer.region}, {day(offer.asOf.slice(0, 7))}
      </small>
    </span>
  );
}

import { useId, useMemo, useState } from 'react';
import type { Accelerator } from '../../../src/catalog/index.js';
import type { MatrixRow } from '../../../src/prices/index.js';
import { useAccelerators, usePriceMatrix } from '../api.js';
import { QueryState } from '../parts/query-state.js';
import { PriceChart } from './price-chart.js';
import { PriceTable } from './price-table.js';
import { FIRST_SORT, nextSort, rowsOf, sorted, VIEWS, type ViewId } from './price-view.js';

/** The cheapest price per accelerator, by cloud and way to buy. */
export function PriceSection() {
  const matrix = usePriceMatrix();
  const accelerators = useAccelerators();
  return (
    <section aria-labelledby="prices" className="card">
      <h2 id="prices">Cheapest price per accelerator</h2>
      <p className="lead">
        US dollars for one accelerator and hour, in the cheapest region of each cloud. Open a row for the machine, the
        source and every other way to buy.
      </p>
      <QueryState query={matrix} what="prices" lines={12}>
        {(rows) =>
          rows.length === 0 ? <NoPrices /> : <Prices matrix={rows} accelerators={accelerators.data ?? NONE} />
        }
      </QueryState>
    </section>
  );
}

const NONE: readonly Accelerator[] = [];

function NoPrices() {
  return (
    <div className="notice">
      <p>No prices are in force. Start Pennywatt again to load the ones it is shipped with.</p>
    </div>
  );
}

function Prices({ matrix, accelerators }: { matrix: readonly MatrixRow[]; accelerators: readonly Accelerator[] }) {
  const [view, setView] = useState<ViewId>('on_demand');
  const [search, setSearch] = useState('');
  const [sort, setSort] = useState(FIRST_SORT);
  const searchId = useId();
  const catalog = useMemo(
    () => new Map(accelerators.map((accelerator) => [accelerator.id, accelerator])),
    [accelerators],
  );
  const found = useMemo(() => rowsOf(matrix, catalog, view, search), [matrix, catalog, view, search]);
  const rows = useMemo(() => sorted(found, sort), [found, sort]);
  const chosen = VIEWS.find(({ id }) => id === view);
  return (
    <>
      <div className="controls">
        <div className="tabs" role="group" aria-label="Way to buy">
          {VIEWS.map(({ id, label }) => (
            <button key={id} type="button" aria-pressed={id === view} onClick={() => setView(id)}>
              {label}
            </button>
          ))}
        </div>
        <div className="search">
          <label htmlFor={searchId}>Find</label>
          <input
            id={searchId}
            type="search"
            placeholder="H100, TPU, AMD …"
            autoComplete="off"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </div>
      </div>
      <p className="hint" role="status">
        {chosen?.hint}. {rows.length} of {matrix.length} accelerators
        {search.trim() === '' ? ' have such a price.' : ' match and have such a price.'}
      </p>
      {rows.length === 0 ? (
        <div className="notice">
          <p>No accelerator fits. Clear the search, or choose another way to buy.</p>
          <button type="button" className="plain" onClick={() => setSearch('')}>
            Clear the search
          </button>
        </div>
      ) : (
        <div className="split">
          <PriceTable rows={rows} sort={sort} onSort={(key) => setSort(nextSort(sort, key))} />
          <PriceChart rows={rows} />
        </div>
      )}
    </>
  );
}

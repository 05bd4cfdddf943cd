import { useId, useMemo, useState } from 'react';
import type { MatrixRow } from '../../../src/prices/index.js';
import { usePriceMatrix } from '../api.js';
import { QueryState } from '../parts/query-state.js';
import { PriceChart } from './price-chart.js';
import { PriceTable } from './price-table.js';
import { rowsOf, VIEWS, type SortKey, type ViewId } from './price-view.js';

/** The cheapest price per accelerator, by cloud and way to buy. */
export function PriceSection() {
  const matrix = usePriceMatrix();
  return (
    <section aria-labelledby="prices" className="card">
      <h2 id="prices">Cheapest price per accelerator</h2>
      <p className="lead">
        US dollars for one accelerator and hour, in the cheapest region of each cloud. Choose a price to see where it is
        and how old it is.
      </p>
      <QueryState query={matrix} what="prices">
        {(rows) => (rows.length === 0 ? <NoPrices /> : <Prices matrix={rows} />)}
      </QueryState>
    </section>
  );
}

function NoPrices() {
  return (
    <div className="notice">
      <p>No prices are in force. Start Pennywatt again to load the ones it is shipped with.</p>
    </div>
  );
}

function Prices({ matrix }: { matrix: readonly MatrixRow[] }) {
  const [view, setView] = useState<ViewId>('on_demand');
  const [search, setSearch] = useState('');
  const [sort, setSort] = useState<SortKey>('name');
  const rows = useMemo(() => rowsOf(matrix, view, search, sort), [matrix, view, search, sort]);
  const searchId = useId();
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
        <label htmlFor={searchId} className="search">
          <span>Accelerator</span>
          <input
            id={searchId}
            type="search"
            placeholder="H100, TPU, MI300X …"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </label>
      </div>
      <p className="hint">
        {chosen?.hint}. {rows.length} of {matrix.length} accelerators have such a price.
      </p>
      {rows.length === 0 ? (
        <div className="notice">
          <p>No accelerator fits. Clear the search or choose another way to buy.</p>
        </div>
      ) : (
        <div className="split">
          <PriceTable rows={rows} sort={sort} onSort={setSort} />
          <PriceChart rows={rows} />
        </div>
      )}
    </>
  );
}

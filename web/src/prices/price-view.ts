import type { Cloud } from '../../../src/catalog/index.js';
import type { MatrixCell, MatrixRow } from '../../../src/prices/index.js';
import { CLOUD_ORDER } from '../words.js';

/** The ways to buy that the table can show, each a question that a finance person asks. */
export const VIEWS = [
  { id: 'on_demand', label: 'On demand', hint: 'Pay by the hour, stop any time' },
  { id: 'spot', label: 'Spot', hint: 'Spare capacity that the cloud may take back' },
  { id: 'one_year', label: '1-year commitment', hint: 'Paid for a year, used or not' },
  { id: 'three_years', label: '3-year commitment', hint: 'Paid for three years, used or not' },
] as const;
export type ViewId = (typeof VIEWS)[number]['id'];

export interface ViewRow {
  readonly acceleratorId: string;
  readonly acceleratorName: string;
  /** The cheapest of the view on each cloud; absent: not known. */
  readonly cells: ReadonlyMap<Cloud, MatrixCell>;
  /** The cloud with the lowest price. */
  readonly cheapest: Cloud;
}

export type SortKey = 'name' | 'cheapest' | Cloud;

function belongs({ purchaseOption, termYears }: MatrixCell, view: ViewId): boolean {
  switch (view) {
    case 'on_demand':
    case 'spot':
      return purchaseOption === view;
    case 'one_year':
      return termYears === 1;
    case 'three_years':
      return termYears === 3;
  }
}

/** For comparing only; what is shown comes from the exact decimal. */
export function perHour(cell: MatrixCell): number {
  return Number(cell.offer.usdPerAcceleratorHour);
}

/** The rows that have a price in a view and whose accelerator's name contains the text. */
export function rowsOf(matrix: readonly MatrixRow[], view: ViewId, search: string, sort: SortKey): ViewRow[] {
  const wanted = search.trim().toLowerCase();
  const rows = matrix
    .filter((row) => `${row.acceleratorName} ${row.acceleratorId}`.toLowerCase().includes(wanted))
    .flatMap((row) => viewRow(row, view));
  return rows.sort((a, b) => compare(a, b, sort) || a.acceleratorId.localeCompare(b.acceleratorId));
}

function viewRow(row: MatrixRow, view: ViewId): ViewRow[] {
  const cells = new Map<Cloud, MatrixCell>();
  for (const cell of row.cells) {
    const known = cells.get(cell.cloud);
    if (belongs(cell, view) && (known === undefined || perHour(cell) < perHour(known))) cells.set(cell.cloud, cell);
  }
  const [first, ...others] = [...cells.values()];
  if (first === undefined) return [];
  const cheapest = others.reduce((best, cell) => (perHour(cell) < perHour(best) ? cell : best), first);
  return [{ acceleratorId: row.acceleratorId, acceleratorName: row.acceleratorName, cells, cheapest: cheapest.cloud }];
}

function compare(a: ViewRow, b: ViewRow, sort: SortKey): number {
  if (sort === 'name') return a.acceleratorName.localeCompare(b.acceleratorName, 'en', { numeric: true });
  return priceFor(a, sort) - priceFor(b, sort);
}

/** What is not known comes last. */
function priceFor(row: ViewRow, sort: 'cheapest' | Cloud): number {
  const cell = row.cells.get(sort === 'cheapest' ? row.cheapest : sort);
  return cell === undefined ? Number.MAX_VALUE : perHour(cell);
}

/** Clouds in the order of the columns. */
export function cellsInOrder(row: ViewRow): (MatrixCell | undefined)[] {
  return CLOUD_ORDER.map((cloud) => row.cells.get(cloud));
}

import type { Accelerator, Cloud } from '../../../src/catalog/index.js';
import type { MatrixCell, MatrixRow } from '../../../src/prices/index.js';

/** The ways to buy that the table can show, each a question that a finance person asks. */
export const VIEWS = [
  { id: 'on_demand', label: 'On demand', hint: 'Pay by the hour, stop any time' },
  { id: 'spot', label: 'Spot', hint: 'Spare capacity that the cloud may take back' },
  { id: 'one_year', label: '1-year commitment', hint: 'Paid for a year, used or not' },
  { id: 'three_years', label: '3-year commitment', hint: 'Paid for three years, used or not' },
] as const;
export type ViewId = (typeof VIEWS)[number]['id'];

/** An accelerator and its cheapest prices of one view. */
export interface ViewRow {
  readonly acceleratorId: string;
  /** The full name where the catalog has it. */
  readonly name: string;
  readonly memoryGiB: number | null;
  readonly releaseYear: number | null;
  /** The cheapest of the view on each cloud; absent: not known. */
  readonly cells: ReadonlyMap<Cloud, MatrixCell>;
  /** The cloud with the lowest price. */
  readonly cheapest: Cloud;
  /** Of every way to buy, for the detail. */
  readonly all: readonly MatrixCell[];
}

export type SortKey = 'name' | 'memory' | 'year' | Cloud;
export interface Sort {
  readonly key: SortKey;
  readonly descending: boolean;
}

/** The newest hardware first: that is what people look for. */
export const FIRST_SORT: Sort = { key: 'year', descending: true };

/** What choosing a column's heading does: turn the order round, or begin with the end that people look for. */
export function nextSort(sort: Sort, key: SortKey): Sort {
  if (sort.key === key) return { key, descending: !sort.descending };
  return { key, descending: key === 'memory' || key === 'year' };
}

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

/** The rows that have a price in a view and whose accelerator's name contains every word of the search. */
export function rowsOf(
  matrix: readonly MatrixRow[],
  accelerators: ReadonlyMap<string, Accelerator>,
  view: ViewId,
  search: string,
): ViewRow[] {
  const words = search.toLowerCase().split(/\s+/);
  return matrix.flatMap((row) => {
    const accelerator = accelerators.get(row.acceleratorId);
    const name = accelerator?.name ?? row.acceleratorName;
    const text = `${name} ${row.acceleratorName} ${row.acceleratorId}`.toLowerCase();
    if (!words.every((word) => text.includes(word))) return [];
    const cells = cheapestByCloud(row.cells, view);
    const cheapest = [...cells.values()].reduce<MatrixCell | null>(cheaper, null);
    if (cheapest === null) return [];
    return [
      {
        acceleratorId: row.acceleratorId,
        name,
        memoryGiB: accelerator?.memoryGiB ?? null,
        releaseYear: accelerator?.releaseYear ?? null,
        cells,
        cheapest: cheapest.cloud,
        all: row.cells,
      },
    ];
  });
}

function cheapestByCloud(cells: readonly MatrixCell[], view: ViewId): Map<Cloud, MatrixCell> {
  const found = new Map<Cloud, MatrixCell>();
  for (const cell of cells) {
    if (belongs(cell, view)) found.set(cell.cloud, cheaper(found.get(cell.cloud) ?? null, cell));
  }
  return found;
}

function cheaper(a: MatrixCell | null, b: MatrixCell): MatrixCell {
  return a === null || perHour(b) < perHour(a) ? b : a;
}

/** In the order of a column; what is not known comes last either way. */
export function sorted(rows: readonly ViewRow[], { key, descending }: Sort): ViewRow[] {
  const direction = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [valueFor(a, key), valueFor(b, key)];
    if (x === null || y === null) return Number(x === null) - Number(y === null) || byName(a, b);
    const difference = typeof x === 'string' ? byName(a, b) : x - Number(y);
    return difference * direction || (b.memoryGiB ?? 0) - (a.memoryGiB ?? 0) || byName(a, b);
  });
}

function valueFor(row: ViewRow, key: SortKey): string | number | null {
  if (key === 'name') return row.name;
  if (key === 'memory') return row.memoryGiB;
  if (key === 'year') return row.releaseYear;
  const cell = row.cells.get(key);
  return cell === undefined ? null : perHour(cell);
}

function byName(a: ViewRow, b: ViewRow): number {
  return a.name.localeCompare(b.name, 'en', { numeric: true });
}

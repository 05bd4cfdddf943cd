import { Decimal } from 'decimal.js';
import { CLOUDS, type Cloud } from '../catalog/index.js';
import { mostApart } from './in-force/exact-order.js';
import type { Figures } from './in-force/figures.js';
import { NOT_AVAILABLE } from './in-force/offer-columns.js';
import { EVERYWHERE, type OfferIndex } from './in-force/offer-index.js';
import type { Offer, PurchaseOption } from './offer.js';
import { isComponent, type PricedOffer } from './price-figures.js';

/** The cheapest way to rent one accelerator on one cloud with one purchase option. */
export interface MatrixCell {
  readonly cloud: Cloud;
  readonly purchaseOption: PurchaseOption;
  readonly termYears: Offer['termYears'];
  readonly offer: PricedOffer;
}

export interface MatrixRow {
  readonly acceleratorId: string;
  readonly acceleratorName: string;
  /** Per accelerator and hour, cheapest of the row. */
  readonly cheapestUsdPerAcceleratorHour: string;
  /** One per cloud, purchase option and term that is offered; what is not offered is absent. */
  readonly cells: readonly MatrixCell[];
}

/**
 * The cheapest price per accelerator hour of every accelerator by cloud, purchase option and term. Accelerators without
 * a machine are not compared, because their price lacks the machine; nor are prices listed for regions that are known
 * not to have the machine.
 */
export function priceMatrix(index: OfferIndex, figures: Figures): MatrixRow[] {
  const rows = new Map<string, MatrixCell[]>();
  for (const candidates of candidatesByCell(index, figures).values()) {
    const [offer] = candidates.rows.map((row) => figures.priced(row)).sort(cheapestFirst);
    if (offer === undefined) continue;
    const { acceleratorId, cloud, purchaseOption, termYears } = offer;
    const cell = { cloud, purchaseOption, termYears, offer };
    const row = rows.get(acceleratorId);
    if (row) row.push(cell);
    else rows.set(acceleratorId, [cell]);
  }
  return [...rows.values()].flatMap(matrixRow).sort((a, b) => (a.acceleratorId < b.acceleratorId ? -1 : 1));
}

/** Rows that may be the cheapest of a cell: as floats nothing is cheaper. */
interface Candidates {
  least: number;
  rows: number[];
}

function candidatesByCell({ columns, everywhere }: OfferIndex, figures: Figures): Map<string, Candidates> {
  const factors = figures.factorsOf('accelerator');
  const cells = new Map<string, Candidates>();
  for (const { type, way, start, end } of everywhere.ofGroup(EVERYWHERE)) {
    const offered = columns.repeated.types[type];
    const paid = columns.repeated.ways[way];
    if (offered === undefined || paid === undefined || isComponent(offered)) continue;
    const key = [offered.acceleratorId, offered.cloud, paid.purchaseOption, paid.termYears ?? ''].join(':');
    for (let at = start; at < end; at += 1) {
      const row = everywhere.rows[at] ?? 0;
      if (columns.available[row] === NOT_AVAILABLE) continue;
      const figure = (everywhere.prices[at] ?? 0) * (factors[type] ?? NaN);
      const cell = cells.get(key);
      if (cell === undefined || figure < cell.least - mostApart(figure)) {
        cells.set(key, { least: figure, rows: [row] });
      } else if (figure <= cell.least + mostApart(figure)) {
        cell.rows.push(row);
        cell.least = Math.min(cell.least, figure);
      } else break;
    }
  }
  return cells;
}

/** Equal prices in the order of the ids. */
function cheapestFirst(a: PricedOffer, b: PricedOffer): number {
  return new Decimal(a.usdPerAcceleratorHour).comparedTo(b.usdPerAcceleratorHour) || (a.id < b.id ? -1 : 1);
}

function matrixRow(cells: MatrixCell[]): MatrixRow[] {
  const [cheapest] = [...cells].sort((a, b) => cheapestFirst(a.offer, b.offer));
  if (cheapest === undefined) return [];
  const { acceleratorId, acceleratorName, usdPerAcceleratorHour } = cheapest.offer;
  const order = (cell: MatrixCell) =>
    `${CLOUDS.indexOf(cell.cloud)}:${cell.purchaseOption === 'on_demand' ? '' : cell.purchaseOption}:${cell.termYears ?? 0}`;
  const sorted = [...cells].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  return [{ acceleratorId, acceleratorName, cheapestUsdPerAcceleratorHour: usdPerAcceleratorHour, cells: sorted }];
}

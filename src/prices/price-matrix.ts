import { CLOUDS, type Cloud } from '../catalog/index.js';
import type { Offer, PurchaseOption } from './offer.js';
import { EVERY_PRICE, queryPrices } from './price-query.js';
import type { PricedOffer } from './price-figures.js';

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
export function priceMatrix(offers: readonly PricedOffer[]): MatrixRow[] {
  const cells = new Map<string, MatrixCell>();
  // Cheapest first, so the first of its kind is the cheapest of its kind.
  for (const offer of queryPrices(offers, { ...EVERY_PRICE, availableOnly: true }, 'accelerator')) {
    if (offer.kind === 'component') continue;
    const { cloud, purchaseOption, termYears } = offer;
    const key = [offer.acceleratorId, cloud, purchaseOption, termYears ?? ''].join(':');
    if (!cells.has(key)) cells.set(key, { cloud, purchaseOption, termYears, offer });
  }
  const rows = new Map<string, MatrixCell[]>();
  for (const cell of cells.values()) {
    const row = rows.get(cell.offer.acceleratorId);
    if (row) row.push(cell);
    else rows.set(cell.offer.acceleratorId, [cell]);
  }
  return [...rows.values()].flatMap(matrixRow).sort((a, b) => (a.acceleratorId < b.acceleratorId ? -1 : 1));
}

function matrixRow(cells: MatrixCell[]): MatrixRow[] {
  const [cheapest] = cells;
  if (cheapest === undefined) return [];
  const { acceleratorId, acceleratorName, usdPerAcceleratorHour } = cheapest.offer;
  const order = (cell: MatrixCell) =>
    `${CLOUDS.indexOf(cell.cloud)}:${cell.purchaseOption === 'on_demand' ? '' : cell.purchaseOption}:${cell.termYears ?? 0}`;
  const sorted = [...cells].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  return [{ acceleratorId, acceleratorName, cheapestUsdPerAcceleratorHour: usdPerAcceleratorHour, cells: sorted }];
}

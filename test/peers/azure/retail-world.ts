import { readInstanceTypes } from '../../../src/catalog/index.js';
import type { RetailItem } from './retail-emulator.js';

export const REGION = 'eastus2';

/** Every accelerator machine of Azure that the catalog knows. */
export const MACHINES = readInstanceTypes().filter(({ cloud }) => cloud === 'azure');

/** `Standard_NC8as_T4_v3` is written `NC8as T4 v3` wherever people read it. */
function shown(machine: string): string {
  return machine.replace(/^Standard_/, '').replaceAll('_', ' ');
}

let counted = 0;

/** A row in the shape that Azure documents, with numbers as numbers. */
export function item(machine: string, retailPrice: number, differs: RetailItem = {}): RetailItem {
  counted += 1;
  const id = String(counted).padStart(12, '0');
  return {
    currencyCode: 'USD',
    tierMinimumUnits: 0.0,
    retailPrice,
    unitPrice: retailPrice,
    armRegionName: REGION,
    location: 'US East 2',
    effectiveStartDate: '2024-03-01T00:00:00Z',
    meterId: `00000000-0000-4000-8000-${id}`,
    meterName: shown(machine),
    productId: 'DZH318Z0CQ8J',
    skuId: `DZH318Z0CQ8J/${id}`,
    productName: `Virtual Machines ${shown(machine)} Series`,
    skuName: shown(machine),
    serviceName: 'Virtual Machines',
    serviceId: 'DZH313Z7MMC8',
    serviceFamily: 'Compute',
    unitOfMeasure: '1 Hour',
    type: 'Consumption',
    isPrimaryMeterRegion: true,
    armSkuName: machine,
    ...differs,
  };
}

function named(machine: string, suffix: string): RetailItem {
  return { meterName: `${shown(machine)} ${suffix}`, skuName: `${shown(machine)} ${suffix}` };
}

const WINDOWS = { productName: 'Virtual Machines Some Series Windows' };

/** On demand, spot, reservations and savings plans of a machine at a price, and around them what must not be taken. */
function rowsOf(machine: string, price: number): RetailItem[] {
  const savingsPlan = [
    { unitPrice: price / 2, retailPrice: price / 2, term: '1 Year' },
    { unitPrice: price / 4, retailPrice: price / 4, term: '3 Years' },
  ];
  return [
    item(machine, price, { savingsPlan }),
    item(machine, price / 8, named(machine, 'Spot')),
    item(machine, price / 16, named(machine, 'Low Priority')),
    item(machine, price * 2, WINDOWS),
    item(machine, price, { ...WINDOWS, ...named(machine, 'Spot') }),
    item(machine, price * 1.5, { type: 'DevTestConsumption', ...WINDOWS }),
    item(machine, price * 8, { isPrimaryMeterRegion: false }),
    item(machine, price * 8760, { type: 'Reservation', reservationTerm: '1 Year' }),
    item(machine, price * 13140, { type: 'Reservation', reservationTerm: '3 Years' }),
  ];
}

/** The price of the machine at a place of the catalog's list: 16, 32, 48, … USD an hour, so that all is exact. */
export function priceAt(place: number): number {
  return 16 * (place + 1);
}

/** A region in which every machine of the catalog is sold in every way, and much else beside. */
export function retailWorld(): RetailItem[] {
  return [
    ...MACHINES.flatMap(({ name }, place) => rowsOf(name, priceAt(place))),
    item('Standard_D2s_v5', 0.096),
    item('Standard_ND40s_v2', 24.48),
    item('Standard_NC6', 0.9, { serviceName: 'Cloud Services' }),
    item('Standard_NV12s_v3', 5, { armRegionName: 'westus' }),
  ];
}

import type { Discount } from './discount.js';

/** Ten per cent off everything on AWS, since January, unless told otherwise. */
export function discount(more: Partial<Discount> = {}): Discount {
  return {
    id: '1',
    name: 'EDP 2026',
    cloud: 'aws',
    account: null,
    service: null,
    instanceType: null,
    region: null,
    purchaseOptions: null,
    percentOff: '10',
    usdPerHour: null,
    onTop: false,
    validFrom: '2026-01-01',
    validTo: null,
    source: 'a contract',
    note: null,
    ...more,
  };
}

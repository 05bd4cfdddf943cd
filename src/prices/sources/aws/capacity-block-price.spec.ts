import { describe, expect, it } from 'vitest';
import { blockPrices } from './capacity-block-price.js';
import type { CapacityBlock } from './ec2-client.js';
import { Skipped } from './skipped.js';

const NOW = new Date('2026-08-01T12:00:00Z');

function block(more: Partial<CapacityBlock> = {}): CapacityBlock {
  return {
    instanceType: 'p5.48xlarge',
    zoneName: 'us-east-1a',
    instanceCount: 1,
    minutes: 24 * 60,
    upfrontFee: '755.5200',
    currency: 'USD',
    tenancy: 'default',
    ...more,
  };
}

function prices(...blocks: CapacityBlock[]) {
  const skipped = new Skipped();
  const zoneIds = new Map([['us-east-1a', 'use1-az4']]);
  const question = { region: 'us-east-1', zoneIds, now: NOW, source: 'aws-capacity-blocks' };
  return { prices: blockPrices(blocks, question, skipped), skipped: skipped.counts };
}

describe('an hour within a capacity block', () => {
  it('is a part of the fee, which is for all hours: 755.52 for a day are 31.48 an hour', () =>
    expect(prices(block()).prices).toMatchObject([
      { zone: 'use1-az4', purchaseOption: 'capacity_block', perHour: '31.48', termYears: null, upfront: null },
    ]));

  it('is a part of the fee, which is for all machines too, and counts odd minutes', () => {
    expect(prices(block({ instanceCount: 4, upfrontFee: '3022.08' })).prices).toMatchObject([{ perHour: '31.48' }]);
    // 11.5 hours of 2 machines for 724.04.
    const odd = block({ instanceCount: 2, minutes: 690, upfrontFee: '724.04' });
    expect(prices(odd).prices).toMatchObject([{ perHour: '31.48' }]);
  });

  it('is that of the cheapest block that begins on any day', () =>
    expect(prices(block(), block({ upfrontFee: '480' }), block({ upfrontFee: '600' })).prices).toMatchObject([
      { perHour: '20' },
    ]));

  it('is not known without a fee, a size, or in a zone that is not one of the region', () =>
    expect(
      prices(
        block({ upfrontFee: undefined }),
        block({ currency: undefined }),
        block({ instanceCount: 0 }),
        block({ zoneName: 'us-east-1-atl-2a' }),
        block({ tenancy: 'dedicated' }),
      ),
    ).toEqual({
      prices: [],
      skipped: { 'without a price': 2, 'block without size': 1, 'in a local zone': 1, 'other tenancy': 1 },
    }));
});

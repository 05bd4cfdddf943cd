import { describe, expect, it } from 'vitest';
import { offer } from './price.fixture.js';
import { plainDecimal, priceOffer } from './price-figures.js';

describe('comparable prices', () => {
  it('divides exactly', () => {
    // 88.49 ÷ 8 = 11.06125; ÷ (8 × 989) = 0.0111842770…; ÷ 640 = 0.138265625.
    expect(priceOffer(offer(), 989)).toMatchObject({
      usdPerAcceleratorHour: '11.06125',
      usdPerTflopHour: '0.011184277',
      usdPerAcceleratorMemoryGBHour: '0.138265625',
    });
  });

  it('prices a whole accelerator exactly where a sixth of one is rented', () => {
    // 6 × 0.454 = 2.724; 0.454 ÷ 0.166667 would be 2.7239945…
    const sixth = priceOffer(offer({ acceleratorCount: 0.166667, usdPerHour: '0.454' }), 125);
    expect(sixth.usdPerAcceleratorHour).toBe('2.724');
    // 2.724 ÷ 125.
    expect(sixth.usdPerTflopHour).toBe('0.021792');
  });

  it('says nothing where a fact is missing', () => {
    const p100 = priceOffer(offer({ instanceType: 'gpu-component:p100', acceleratorMemoryGiB: null }), null);
    expect(p100).toMatchObject({ usdPerTflopHour: null, usdPerAcceleratorMemoryGBHour: null, kind: 'component' });
  });

  it('shows no padding zeros and no exponent', () => {
    expect(plainDecimal('1.2000000000')).toBe('1.2');
    expect(plainDecimal('0.0000001')).toBe('0.0000001');
  });
});

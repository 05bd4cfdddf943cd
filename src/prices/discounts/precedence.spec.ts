import { describe, expect, it } from 'vitest';
import { discount } from './discount.fixture.js';
import { byPrecedence } from './precedence.js';

describe('which of two discounts counts', () => {
  it.each([
    ['a price per hour before a percentage', { usdPerHour: '50', percentOff: null }, { account: '1' }],
    ['one for the account', { account: '1' }, { instanceType: 'p5.48xlarge', region: 'us-east-1' }],
    ['the exact type before a pattern', { instanceType: 'p5.48xlarge' }, { instanceType: 'p5.*' }],
    ['the longer pattern', { instanceType: 'p5.*' }, { instanceType: 'p*' }],
    ['any pattern before none', { instanceType: '*' }, { region: 'us-east-1' }],
    ['one for the region', { region: 'us-east-1' }, { purchaseOptions: ['on_demand'] }],
    ['one for a purchase option', { purchaseOptions: ['on_demand'] }, { purchaseOptions: ['on_demand', 'spot'] }],
    ['one for several before all', { purchaseOptions: ['on_demand', 'spot'] }, { service: 'AmazonEC2' }],
    ['one for a service', { service: 'AmazonEC2' }, { validFrom: '2026-02-01' }],
    ['the one that began later', { validFrom: '2026-02-01' }, { id: '9' }],
    ['the one that was stated later', { id: '10' }, { id: '9' }],
  ] as const)('%s', (_, first, second) => {
    const [a, b] = [discount(first), discount(second)];
    expect([b, a].sort(byPrecedence)).toEqual([a, b]);
    expect([a, b].sort(byPrecedence)).toEqual([a, b]);
  });
});

import { describe, expect, it } from 'vitest';
import { advisorFile, interruptionsOf } from './advisor-rates.js';

const RANGES = [
  { index: 0, label: '<5%', dots: 0, max: 5 },
  { index: 1, label: '5-10%', dots: 1, max: 11 },
  { index: 2, label: '10-15%', dots: 2, max: 16 },
  { index: 3, label: '15-20%', dots: 3, max: 22 },
  { index: 4, label: '>20%', dots: 4, max: 100 },
];

function rates(linux: Record<string, { s: number; r: number }>, ranges = RANGES) {
  const file = advisorFile.parse({
    ranges,
    global_rate: '<10%',
    spot_advisor: { 'us-east-1': { Linux: linux, Windows: {} } },
  });
  return interruptionsOf(file, new Set(['p4d.24xlarge', 'g6.xlarge', 'g5.xlarge']), 'aws-spot-advisor', '2026-08-01');
}

describe('the spot advisor', () => {
  it('says in which range of interruptions a month a machine is; the last range is open', () =>
    expect(
      rates({
        'p4d.24xlarge': { s: 67, r: 2 },
        'g6.xlarge': { s: 50, r: 4 },
        'g5.xlarge': { s: 60, r: 0 },
        'm5.large': { s: 9, r: 0 },
      }),
    ).toMatchObject([
      { region: 'us-east-1', instanceType: 'p4d.24xlarge', rate: { low: 0.1, high: 0.15, basis: 'published' } },
      { instanceType: 'g6.xlarge', rate: { low: 0.2, high: null, asOf: '2026-08-01', source: 'aws-spot-advisor' } },
      { instanceType: 'g5.xlarge', rate: { low: 0, high: 0.05 } },
    ]));

  it('states a saving in whole per cent, which is no price and appears nowhere', () =>
    expect(JSON.stringify(rates({ 'p4d.24xlarge': { s: 67, r: 2 } }))).not.toContain('67'));

  it('with a range that is not explained, or explained in other words, is not believed', () => {
    expect(() => rates({ 'p4d.24xlarge': { s: 1, r: 5 } })).toThrow('names range 5, and does not say what it is');
    const words = [{ index: 0, label: 'rarely', dots: 0, max: 5 }];
    expect(() => rates({ 'p4d.24xlarge': { s: 1, r: 0 } }, words)).toThrow('cannot be read: rarely');
  });
});

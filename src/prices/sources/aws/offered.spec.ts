import { expect, it } from 'vitest';
import { offeredIn } from './offered.js';

it('a machine is offered in a region, in some of its zones, or nowhere in it, and then it says why', () => {
  const question = {
    region: 'us-east-1',
    instanceTypes: ['p5.48xlarge', 'p6-b300.48xlarge'],
    zones: [{ id: 'use1-az4' }, { id: 'use1-az6' }],
    source: 'aws-instance-types',
  };
  const offerings = [
    { instanceType: 'p5.48xlarge', zoneId: 'use1-az4' },
    { instanceType: 'm5.large', zoneId: 'use1-az6' },
    // A local zone is no zone of the region.
    { instanceType: 'p6-b300.48xlarge', zoneId: 'use1-bos1-az1' },
  ];
  const said = offeredIn(question, offerings).map(({ instanceType, zone, available, why }) => [
    instanceType,
    zone,
    available,
    why,
  ]);
  expect(said).toEqual([
    ['p5.48xlarge', null, true, null],
    ['p5.48xlarge', 'use1-az4', true, null],
    ['p5.48xlarge', 'use1-az6', false, 'EC2 offers p5.48xlarge in us-east-1, but not in zone use1-az6.'],
    ['p6-b300.48xlarge', null, false, 'EC2 offers no p6-b300.48xlarge in us-east-1.'],
  ]);
});

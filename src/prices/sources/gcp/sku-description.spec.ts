import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDescription } from './sku-description.js';

describe('a description says what is sold and how', () => {
  it.each([
    ['A2 Instance Core running in Americas', 'on_demand', 'A2 Instance Core'],
    ['Nvidia Tesla A100 80GB GPU running in Netherlands', 'on_demand', 'Nvidia Tesla A100 80GB GPU'],
    ['A4 Nvidia B200 (1 gpu slice) running in Americas', 'on_demand', 'A4 Nvidia B200 (1 gpu slice)'],
    ['TpuV5e running in Las Vegas', 'on_demand', 'TpuV5e'],
    ['SSD backed Local Storage', 'on_demand', 'SSD backed Local Storage'],
    ['SSD backed Local Storage in Bangkok', 'on_demand', 'SSD backed Local Storage'],
    ['Spot Preemptible A3 Instance Ram running in Delhi', 'spot', 'A3 Instance Ram'],
    ['Preemptible A2 Instance Core running in Americas', 'spot', 'A2 Instance Core'],
    ['Nvidia L4 GPU attached to Spot Preemptible VMs running in Virginia', 'spot', 'Nvidia L4 GPU'],
    ['Nvidia Tesla T4 GPU attached to Preemptible VMs running in Americas', 'spot', 'Nvidia Tesla T4 GPU'],
    ['SSD backed Local Storage attached to Spot Preemptible VMs', 'spot', 'SSD backed Local Storage'],
    ['Tpu-v3 Preemptible Accelerator Europe', 'spot', 'Tpu-v3 Accelerator Europe'],
    ['Preemptible Tpu-v2 Pod Accelerator USA', 'spot', 'Tpu-v2 Pod Accelerator USA'],
    ['DWS Calendar Mode A4 Nvidia B200 (1 gpu slice) in Seoul', 'calendar', 'A4 Nvidia B200 (1 gpu slice)'],
    ['Reserved Nvidia H100 80GB Mega GPU in Americas in Calendar Mode', 'calendar', 'Nvidia H100 80GB Mega GPU'],
    ['Reserved V5e TPU in Calendar Mode', 'calendar', 'V5e TPU'],
    [
      'A3 Instance Local SSD attached to Calendar mode reservations running in Iowa',
      'calendar',
      'A3 Instance Local SSD',
    ],
    ['DWS Defined Duration A3 Core running in Americas', 'flex_start', 'A3 Core'],
    ['Nvidia L4 GPU attached to DWS Defined Duration VMs running in Seoul', 'flex_start', 'Nvidia L4 GPU'],
    ['Commitment v1: A2 Cpu in Americas for 1 Year', 'committed_1y', 'A2 Cpu'],
    ['Commitment v1: Nvidia L4 GPU running in Frankfurt for 3 Years', 'committed_3y', 'Nvidia L4 GPU'],
    [
      'Commitment v1: A4 Nvidia B200 (1 gpu slice) in Americas for 3 Year',
      'committed_3y',
      'A4 Nvidia B200 (1 gpu slice)',
    ],
    ['Commitment v1: Local SSD in Americas for 3 Years', 'committed_3y', 'Local SSD'],
  ])('%s', (description, mode, part) => {
    expect(readDescription(description)).toEqual({ mode, part });
  });
});

describe('what is not sold as a part of a machine of ours is left out with its reason', () => {
  it.each([
    ['G2 Custom Instance Core running in Americas', 'custom machine'],
    ['A2 Custom Extended Instance Ram running in Americas', 'custom machine'],
    ['N2 Extended Instance Ram running in Americas', 'extended memory'],
    ['A2 Sole Tenancy Instance Core running in Americas', 'sole tenancy'],
    ['Sole Tenancy Premium for A2 Sole Tenancy Instance Core running in Iowa', 'sole tenancy'],
    ['Committed Use Discount Premium for G2 Instance Core running in Johannesburg', 'surcharge on another price'],
    ['Confidential Computing A3 Instance Core running in Iowa', 'confidential computing'],
    ['Nvidia Tesla T4 Virtual Workstation GPU running in Americas', 'virtual workstation'],
    ['Capacity Optimized TpuV6e running in Columbus', 'capacity optimised'],
    ['VM state: preserved local SSD in Bangkok', 'suspended machine'],
    ['Commitment v1: N4A Core in Johannesburg for 5 Years', 'commitment of another kind'],
    ['Commitment - dollar based v1: GCE for 1 year', 'commitment of another kind'],
    ['Reserved Nvidia Tesla A100 GPU in Seoul', 'use of capacity that is reserved already'],
    ['DWS Night Shift A3 Core running in Iowa', 'way to buy that is not known'],
    ['Nvidia L4 GPU attached to Moonlight VMs running in Iowa', 'way to buy that is not known'],
  ])('%s', (description, skip) => {
    expect(readDescription(description)).toEqual({ mode: null, skip });
  });
});

it('any text is read without an error', () => {
  const words = fc.constantFrom('Reserved', 'Commitment v1:', 'in', 'for 1 Year', 'DWS', 'A2 Core', 'attached to', ' ');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words).map((some) => some.join(' ')),
      ),
      (text) => {
        const read = readDescription(text);
        expect(read.mode === null ? read.skip : read.part).toBeTypeOf('string');
      },
    ),
  );
});

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputError, shippedFile } from '../platform/index.js';
import {
  ACCELERATORS_FILE,
  INSTANCE_TYPES_FILE,
  readAccelerators,
  readInstanceTypes,
  readRegions,
  REGIONS_FILE,
} from './shipped-catalog.js';

const accelerators = new Map(readAccelerators().map((accelerator) => [accelerator.id, accelerator]));
const instanceTypes = readInstanceTypes();
const regions = readRegions();

function instanceType(name: string) {
  const found = instanceTypes.find((type) => type.name === name);
  if (found === undefined) throw new Error(`no instance type ${name}`);
  return found;
}

describe('the shipped instance types', () => {
  it('have as much accelerator memory as their accelerators', () => {
    for (const { name, acceleratorId, acceleratorCount, acceleratorMemoryGiB } of instanceTypes) {
      // Azure hands out 24 of the 28 GiB of a V710.
      const each = acceleratorId === 'amd-radeon-pro-v710' ? 24 : accelerators.get(acceleratorId)?.memoryGiB;
      expect(acceleratorMemoryGiB, name).toBeCloseTo((each ?? NaN) * acceleratorCount, 3);
    }
  });

  it.each([
    // What the clouds themselves say of the whole instance, in GiB.
    ['g6f.large', 3],
    ['g6f.4xlarge', 12],
    ['dl2q.24xlarge', 128],
    ['inf2.48xlarge', 384],
    ['trn2.48xlarge', 1536],
    ['p4d.24xlarge', 320],
    ['p5en.48xlarge', 1128],
    ['p2.8xlarge', 96],
    ['a4x-highgpu-4g', 744],
    ['a4x-maxgpu-4g-metal', 1116],
    ['g4-standard-12', 24],
    ['tpu-v5p-8', 380],
    ['Standard_NV6ads_A10_v5', 4],
    ['Standard_NV8ads_V710_v5', 8],
    ['Standard_NV4as_v4', 2],
    ['Standard_NC80adis_H100_v5', 188],
    ['Standard_NC36ds_xl_RTXPRO6000BSE_v6', 24],
  ])('%s has %d GiB of accelerator memory', (name, memoryGiB) => {
    expect(instanceType(name).acceleratorMemoryGiB).toBe(memoryGiB);
  });

  it.each([
    ['Standard_ND96isr_H100_v5', 8],
    ['Standard_ND128isr_NDR_GB200_v6', 4],
    ['Standard_NV12s_v2', 2],
    ['p2.16xlarge', 16],
    ['g6f.xlarge', 0.125],
    ['a2-megagpu-16g', 16],
    ['tpu-v4-8', 4],
    ['tpu-v5litepod-8', 8],
  ])('%s has %d accelerators, whatever price lists say', (name, count) => {
    expect(instanceType(name).acceleratorCount).toBe(count);
  });

  it('know which accelerators of one name they have', () => {
    expect(instanceType('p4d.24xlarge').acceleratorId).toBe('nvidia-a100-sxm-40gb');
    expect(instanceType('p4de.24xlarge').acceleratorId).toBe('nvidia-a100-sxm-80gb');
    expect(instanceType('a2-ultragpu-1g').acceleratorId).toBe('nvidia-a100-sxm-80gb');
    expect(instanceType('Standard_NC24ads_A100_v4').acceleratorId).toBe('nvidia-a100-pcie-80gb');
    expect(instanceType('Standard_NC40ads_H100_v5').acceleratorId).toBe('nvidia-h100-nvl-94gb');
    expect(instanceType('Standard_NC6s_v3').acceleratorId).toBe('nvidia-v100-pcie-16gb');
    expect(instanceType('p3dn.24xlarge').acceleratorId).toBe('nvidia-v100-sxm-32gb');
  });

  it('are components where the machine is priced apart, and TPUs where slices are sold', () => {
    const kindOf = (name: string) => instanceType(name).kind;
    expect(['gpu-component:t4', 'tpu-v6e-4', 'a3-megagpu-8g', 'trn1.2xlarge'].map(kindOf)).toEqual([
      'component',
      'tpu',
      'instance',
      'instance',
    ]);
  });
});

describe('the shipped regions', () => {
  const jurisdictionOf = (name: string) => regions.find((region) => region.name === name)?.jurisdiction;

  it('call only members of the European Union eu', () => {
    const members = new Set(
      'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE'.split(' '),
    );
    for (const { name, country, jurisdiction } of regions) {
      expect(jurisdiction === 'eu', name).toBe(members.has(country ?? ''));
    }
  });

  it('go by where the machines stand, not by the name', () => {
    expect(
      ['europe-west2', 'eu-central-2', 'norwayeast', 'eu-west-3-wl1-cmn1', 'us-east-1-lim-1', 'us-gov-west-1'].map(
        jurisdictionOf,
      ),
    ).toEqual(['uk', 'ch', 'eea', 'af', 'sa', 'us-gov']);
  });

  it('have published energy figures only, with their source', () => {
    const iowa = regions.find(({ name }) => name === 'us-central1');
    expect(iowa).toMatchObject({ pue: 1.11, gridGramsCo2ePerKwh: 412.72, country: 'US' });
    const ireland = regions.find(({ name }) => name === 'eu-west-1');
    expect(ireland).toMatchObject({ pue: 1.15, gridGramsCo2ePerKwh: 278.6 });
    expect(ireland?.pueSource).toMatch(/^average of the fleet/);
    const boston = regions.find(({ name }) => name === 'us-east-1-bos-1');
    expect(boston).toMatchObject({ gridGramsCo2ePerKwh: null, gridSource: null });
    for (const { pue } of regions) expect(pue === null || (pue >= 1 && pue < 1.5)).toBe(true);
  });
});

describe('a file that somebody corrected badly', () => {
  /** The shipped file with one line changed, in a place of its own. */
  function withLine(file: string, line: number, change: (text: string) => string): string {
    const lines = readFileSync(shippedFile(file), 'utf8').split('\n');
    lines[line - 1] = change(lines[line - 1] ?? '');
    const path = join(mkdtempSync(join(tmpdir(), 'catalog-')), 'file.csv');
    writeFileSync(path, lines.join('\n'));
    return path;
  }
  const lineOf = (file: string, start: string) =>
    readFileSync(shippedFile(file), 'utf8')
      .split('\n')
      .findIndex((text) => text.startsWith(start)) + 1;

  it('is refused with the line and the column: a number that is none', () => {
    const line = lineOf(ACCELERATORS_FILE, 'nvidia-t4,');
    const path = withLine(ACCELERATORS_FILE, line, (text) => text.replace(',16,320,', ',16,fast,'));
    expect(() => readAccelerators(path)).toThrow(InputError);
    expect(() => readAccelerators(path)).toThrow(
      `config/catalog/accelerators.csv, line ${line}: memory_bandwidth_gbps is not a number. Correct the line`,
    );
  });

  it('is refused with both lines: a key twice', () => {
    const line = lineOf(ACCELERATORS_FILE, 'nvidia-t4g,');
    const path = withLine(ACCELERATORS_FILE, line, (text) => text.replace('nvidia-t4g', 'nvidia-t4'));
    expect(() => readAccelerators(path)).toThrow(`line ${line}: nvidia-t4 is already on line ${line - 1}`);
  });

  it('is refused: an accelerator that does not exist, 0 of them, no source', () => {
    const line = lineOf(INSTANCE_TYPES_FILE, 'aws,g4dn.xlarge,');
    const broken = (change: (text: string) => string) => () =>
      readInstanceTypes(withLine(INSTANCE_TYPES_FILE, line, change));
    expect(broken((text) => text.replace('nvidia-t4', 'nvidia-t5'))).toThrow(
      `line ${line}: accelerator_id nvidia-t5 is not in config/catalog/accelerators.csv`,
    );
    expect(broken((text) => text.replace('nvidia-t4,1,', 'nvidia-t4,0,'))).toThrow(/accelerator_count must be above 0/);
    expect(broken((text) => text.replace(/instance,.*$/, 'instance,'))).toThrow(/source is empty/);
  });

  it('is refused: a facility that uses less than its machines, a figure without its source', () => {
    const line = lineOf(REGIONS_FILE, 'gcp,us-central1,');
    const broken = (change: (text: string) => string) => () => readRegions(withLine(REGIONS_FILE, line, change));
    expect(broken((text) => text.replace(',1.11,', ',0.9,'))).toThrow(/pue must be at least 1/);
    expect(broken((text) => text.replace('1.11,', ','))).toThrow(/pue and pue_source go together/);
    expect(broken((text) => text.replace(',na,', ',nafta,'))).toThrow(/jurisdiction/);
  });
});

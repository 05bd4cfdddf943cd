import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readFile } from '../../src/benchmarks/import/formats.js';
import { repositoryFile } from '../house/repository.js';

const SCRIPT = repositoryFile('tools/measure.py');
const hasPython = spawnSync('python3', ['--version']).status === 0;
const hasTorch = hasPython && spawnSync('python3', ['-c', 'import torch']).status === 0;

const plan = z.object({
  format: z.literal('pennywatt-measure/1'),
  model_shape: z.string(),
  operations: z.array(
    z.object({ operation: z.string(), precision: z.string(), shape: z.record(z.string(), z.unknown()) }),
  ),
});

function measure(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync('python3', [SCRIPT, ...args], { encoding: 'utf8', timeout: 300_000 });
  return { status, stdout, stderr };
}

describe.skipIf(!hasPython)('tools/measure.py', () => {
  it('says what it would measure without PyTorch', () => {
    const { status, stdout } = measure('--dry-run', '--shape', 'llama-3.1-70b', '--precision', 'bf16,fp8');
    expect(status).toBe(0);
    const { operations } = plan.parse(JSON.parse(stdout));
    expect(new Set(operations.map(({ operation }) => operation))).toEqual(
      new Set(['gemm', 'attention', 'prefill_step', 'decode_step']),
    );
    // The fused query, key and value of Llama 3.1 70B: (64 + 2 × 8) × 128 columns of 8,192 rows.
    expect(operations[0]).toEqual({ operation: 'gemm', precision: 'bf16', shape: { m: 1, n: 10_240, k: 8192 } });
    expect(
      new Set(operations.filter(({ precision }) => precision === 'fp8').map(({ operation }) => operation)),
    ).toEqual(new Set(['gemm']));
  });

  it('refuses what it cannot measure', () => {
    const { status, stderr } = measure('--dry-run', '--precision', 'fp5');
    expect([status, stderr]).toEqual([2, expect.stringContaining('"fp5" is no precision that is measured')]);
  });

  it.skipIf(hasTorch)('says what to install where PyTorch is missing', () => {
    const { status, stderr } = measure();
    expect([status, stderr]).toEqual([1, expect.stringContaining('PyTorch is missing. Install it')]);
  });

  it('follows nvidia-smi, and passes over readings that are none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pennywatt-measure-'));
    const readings = [100, 100, 100, '[N/A]', 400, 500, 600].map((watts) => `echo "${watts}"`).join('; ');
    writeFileSync(join(folder, 'nvidia-smi'), `#!/bin/sh\n${readings}; sleep 60\n`);
    chmodSync(join(folder, 'nvidia-smi'), 0o755);
    const program = [
      'import json, sys, time, measure',
      'meter = measure.PowerMeter("cuda", "0")',
      'deadline = time.monotonic() + 30',
      'while len(meter.readings) < 6 and time.monotonic() < deadline: time.sleep(0.01)',
      // As if they had come a second apart, in an operation of six seconds: its last two thirds have four.
      'meter.readings = [(second, watts) for second, (_, watts) in enumerate(meter.readings)]',
      'print(json.dumps([meter.mean(-0.5, 5.5), meter.mean(3.9, 5)]))',
      'meter.stop()',
    ].join('\n');
    const { stdout, stderr } = spawnSync('python3', ['-c', program], {
      encoding: 'utf8',
      env: { PATH: `${folder}:${process.env.PATH}`, PYTHONPATH: repositoryFile('tools'), PYTHONDONTWRITEBYTECODE: '1' },
    });
    expect(stderr).toBe('');
    // From 1.5 to 5.5: 100, 400, 500, 600. From 4.3 to 5: one reading, which is too few.
    expect(JSON.parse(stdout)).toEqual([
      [400, 4],
      [null, 1],
    ]);
  });

  it.skipIf(!hasTorch)('writes a file that the import takes', () => {
    const output = join(mkdtempSync(join(tmpdir(), 'pennywatt-measure-')), 'measurements.json');
    const { status, stderr } = measure('--device', 'cpu', '--quick', '--seconds', '0.01', '--output', output);
    expect(status, stderr).toBe(0);
    const read = readFile({ name: 'measurements.json', content: readFileSync(output, 'utf8') });
    if (read.kind !== 'runs') throw new Error('It was taken for a power log.');
    expect(read.runs.length).toBeGreaterThan(10);
    for (const { kind, milliseconds } of read.runs) {
      expect(kind).toBe('operation');
      expect(milliseconds).toBeGreaterThan(0);
    }
  });
});

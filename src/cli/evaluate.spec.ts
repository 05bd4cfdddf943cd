import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import type { TrainingEvaluation } from '../performance/index.js';
import { InputError } from '../platform/index.js';
import { registerEvaluate } from './evaluate.js';

function printed(...args: string[]): string {
  const out: string[] = [];
  const program = new Command('pennywatt').exitOverride();
  registerEvaluate(program, {
    connect: () => Promise.reject(new Error('an evaluation needs no store')),
    out: (line) => out.push(line),
    err: () => undefined,
    setExitCode: () => undefined,
  });
  program.parse(['evaluate', ...args], { from: 'user' });
  return out.join('\n');
}

describe('pennywatt evaluate training', () => {
  it('prints a line per published run, and how far all of them are off', () => {
    const lines = printed('training').split('\n');
    expect(lines[0]).toMatch(/^run +published +predicted +error +interval/);
    expect(lines.find((line) => line.startsWith('DeepSeek-V3 with'))).toMatch(
      /2,780,000 .* accelerator hours +interpolated/,
    );
    expect(lines.at(-1)).toMatch(/^\d+ of \d+ runs: error median [\d.]+ %, mean [\d.]+ %; within 20 % [\d.]+ %/);
  });

  it('prints JSON alone with --json', () => {
    const { runs, overall } = JSON.parse(printed('training', '--json')) as TrainingEvaluation;
    expect(runs).toHaveLength(overall.predicted);
  });

  it('takes a table of one’s own', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pennywatt-evaluate-'));
    try {
      const file = join(folder, 'runs.csv');
      writeFileSync(
        file,
        'run,title,model,method,accelerator_id,precision,accelerators,accelerators_per_node,inter_node_gbps,' +
          'sequence_tokens,global_batch_sequences,tokens,tensor,pipeline,context,expert,chunks,micro_batch_sequences,' +
          'zero_stage,recomputation,published,unit,working_share,derivation,source,licence\n' +
          'mine,My run,llama-3.1-8b,lora,nvidia-h100-sxm-80gb,bf16,8,8,,4096,64,1e9,,,,,,,,,3,minutes,,,us,ours\n',
      );
      expect(printed('training', file)).toContain('My run');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('says that a file is not there', () => {
    expect(() => printed('training', '/nowhere/runs.csv')).toThrow(InputError);
    const folder = mkdtempSync(join(tmpdir(), 'pennywatt-runs-'));
    const file = join(folder, 'runs.csv');
    for (const [text, sentence] of [
      ['', 'holds no runs. Give a table with the columns of'],
      ['{"a": 1}', 'is no valid CSV'],
    ] as const) {
      writeFileSync(file, text);
      expect(() => printed('training', file)).toThrow(sentence);
    }
    rmSync(folder, { recursive: true });
  });
});

import { describe, expect, it } from 'vitest';
import { readPublishedRuns, shippedPublishedRuns } from './published.js';

const COLUMNS =
  'run,title,model,method,accelerator_id,precision,accelerators,accelerators_per_node,inter_node_gbps,' +
  'sequence_tokens,global_batch_sequences,tokens,tensor,pipeline,context,expert,chunks,micro_batch_sequences,' +
  'zero_stage,recomputation,published,unit,working_share,derivation,source,licence';
const LINE =
  'a,A,meta-llama/Meta-Llama-3.1-8B,pretraining,nvidia-h100-sxm-80gb,bf16,16,8,400,' +
  '8192,128,1e12,2,,,,,,0,full,100,accelerator_hours,0.9,,a lab,public';

const read = (...lines: string[]) => readPublishedRuns([COLUMNS, ...lines].join('\n'), 'runs.csv');

describe('published runs', () => {
  it('are questions with what of the layout is known', () => {
    const [run] = read(LINE);
    expect(run).toMatchObject({ run: 'a', published: 100, unit: 'accelerator_hours', workingShare: 0.9 });
    const [stage] = run?.stages ?? [];
    expect(stage).toMatchObject({ tokens: 1e12, fitted: true });
    expect(stage?.question).toMatchObject({ nodes: 2, acceleratorsPerNode: 8, interNodeGBps: 400 });
    expect(stage?.question.layout).toMatchObject({ tensor: 2, zeroStage: 0, gradientCheckpointing: true });
    expect(stage?.question.layout?.pipeline).toBeUndefined();
  });

  it('have a line for each stage', () => {
    const [run, ...others] = read(LINE, LINE.replace('8192,128', '16384,64'));
    expect(others).toEqual([]);
    expect(run?.stages.map(({ question }) => question.sequenceLength)).toEqual([8192, 16_384]);
  });

  it('know the shapes of models that no catalog has', () => {
    const [run] = read(LINE.replace('meta-llama/Meta-Llama-3.1-8B', 'megatron-turing-530b'));
    // 105 layers of 12 × 20480², and an embedding of 51200 × 20480.
    const parameters = run?.stages[0]?.question.model.totalParameters ?? 0;
    expect(parameters / (105 * 12 * 20_480 ** 2 + 51_200 * 20_480)).toBeCloseTo(1, 3);
  });

  it.each([
    ['a model that nobody knows', LINE.replace('meta-llama/Meta-Llama-3.1-8B', 'unheard-of'), 'no model'],
    ['an accelerator that nobody knows', LINE.replace('nvidia-h100-sxm-80gb', 'abacus'), 'no accelerator'],
    ['half a node', LINE.replace('bf16,16,8', 'bf16,12,8'), 'whole nodes'],
    ['an empty figure', LINE.replace('1e12', ''), 'tokens'],
    ['an unknown unit', LINE.replace('accelerator_hours', 'fortnights'), 'unit'],
  ])('are refused with %s', (_what, line, said) => {
    expect(() => read(line)).toThrow(said);
  });

  it('ship with a source and a licence each', () => {
    for (const { source } of shippedPublishedRuns()) expect(source.length).toBeGreaterThan(10);
  });
});

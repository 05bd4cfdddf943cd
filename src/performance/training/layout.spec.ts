import { describe, expect, it } from 'vitest';
import { chunkChoices, expertParallelism } from './layout.js';

describe('chunks of a stage', () => {
  it('are all layers at once, or as many as divide them evenly, eight at most', () => {
    expect(chunkChoices(32, 4, 8)).toEqual([1, 8]);
    expect(chunkChoices(80, 8, 16)).toEqual([1, 2]);
    expect(chunkChoices(80, 1, 16)).toEqual([1]);
    expect(chunkChoices(36, 4, 8)).toEqual([1]);
  });

  it('are those of the fullest stage: 126 layers over 16 are eight on most', () => {
    expect(chunkChoices(126, 16, 32)).toEqual([1, 8]);
  });

  it('go round only where the micro-batches are a multiple of the stages', () => {
    expect(chunkChoices(32, 4, 6)).toEqual([1]);
  });
});

describe('copies that experts are dealt out over', () => {
  it('stay within a node, and divide both the copies and the experts', () => {
    expect(expertParallelism(256, 128, 8)).toBe(8);
    expect(expertParallelism(8, 4, 8)).toBe(4);
    expect(expertParallelism(8, 6, 8)).toBe(2);
    expect(expertParallelism(60, 8, 8)).toBe(4);
    expect(expertParallelism(8, 3, 8)).toBe(1);
    expect(expertParallelism(256, 128, 1)).toBe(1);
  });
});

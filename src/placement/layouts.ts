import type { ModelArchitecture } from '../catalog/index.js';
import type { Parallelism } from '../performance/index.js';
import type { NodeShape } from './node-shape.js';

/** How one replica lies on a shape. */
export interface Layout {
  readonly parallelism: Parallelism;
  readonly nodes: number;
  /** Replicas that one instance holds; 1 where a replica spans several. */
  readonly replicasPerInstance: number;
}

/** Beyond it tensor parallelism is not in use: every layer would wait for all of them twice. */
const MOST_TENSOR_PARALLEL = 16;
/** Stages of a pipeline within one node. */
const STAGE_COUNTS = [1, 2, 3, 4, 6, 8, 12, 16];
/** Nodes that one serving replica may span. */
const NODE_COUNTS = [2, 3, 4, 6, 8, 12, 16];

/**
 * Every layout of a replica within one instance: tensor parallel by the powers of two that divide the heads, times
 * stages of a pipeline. Those that split less come first.
 */
export function layoutsWithin(accelerators: number, model: ModelArchitecture): Layout[] {
  return tensorDegrees(accelerators, model).flatMap((tensor) => {
    const groups = Math.floor(accelerators / tensor);
    return STAGE_COUNTS.filter((pipeline) => pipeline <= Math.min(groups, model.layers)).map((pipeline) => ({
      parallelism: { tensor, pipeline },
      nodes: 1,
      replicasPerInstance: Math.floor(groups / pipeline),
    }));
  });
}

/**
 * Every layout of a replica over several instances: tensor parallel within a node, the pipeline through all of them. A
 * slice of an accelerator has no peers to work with.
 */
export function layoutsAcross({ accelerators, acceleratorCount }: NodeShape, model: ModelArchitecture): Layout[] {
  if (acceleratorCount < 1) return [];
  return tensorDegrees(accelerators, model).flatMap((tensor) => {
    const stagesPerNode = Math.floor(accelerators / tensor);
    return NODE_COUNTS.filter((nodes) => nodes * stagesPerNode <= model.layers).map((nodes) => ({
      parallelism: { tensor, pipeline: nodes * stagesPerNode },
      nodes,
      replicasPerInstance: 1,
    }));
  });
}

function tensorDegrees(accelerators: number, model: ModelArchitecture): number[] {
  const degrees: number[] = [];
  for (let tensor = 1; tensor <= Math.min(accelerators, MOST_TENSOR_PARALLEL); tensor *= 2) {
    if (!model.attention.every(({ heads }) => heads % tensor === 0)) break;
    degrees.push(tensor);
  }
  return degrees;
}

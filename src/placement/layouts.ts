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
/** Nodes that one serving replica may span. */
const NODE_COUNTS = [2, 3, 4, 6, 8, 12, 16];

/** Tensor parallel within a node: the powers of two that divide the heads, the smallest first. */
export function tensorLayouts(shape: NodeShape, model: ModelArchitecture): Layout[] {
  const layouts: Layout[] = [];
  for (let tensor = 1; tensor <= Math.min(shape.accelerators, MOST_TENSOR_PARALLEL); tensor *= 2) {
    if (!headsDivideBy(model, tensor)) break;
    layouts.push({
      parallelism: { tensor, pipeline: 1 },
      nodes: 1,
      replicasPerInstance: Math.floor(shape.accelerators / tensor),
    });
  }
  return layouts;
}

/**
 * The widest tensor-parallel group repeated as stages of a pipeline, first within the node, then over nodes: for models
 * that no tensor-parallel group of the shape can hold. The smallest first.
 */
export function pipelineLayouts(shape: NodeShape, model: ModelArchitecture): Layout[] {
  const tensor = tensorLayouts(shape, model).at(-1)?.parallelism.tensor;
  if (tensor === undefined) return [];
  const stagesPerNode = Math.floor(shape.accelerators / tensor);
  const layouts: Layout[] = [];
  for (let pipeline = 2; pipeline <= Math.min(stagesPerNode, model.layers); pipeline *= 2) {
    layouts.push({
      parallelism: { tensor, pipeline },
      nodes: 1,
      replicasPerInstance: Math.floor(stagesPerNode / pipeline),
    });
  }
  // A slice of an accelerator has no peers to work with.
  if (shape.acceleratorCount < 1) return layouts;
  for (const nodes of NODE_COUNTS) {
    const pipeline = nodes * stagesPerNode;
    if (pipeline > model.layers) break;
    layouts.push({ parallelism: { tensor, pipeline }, nodes, replicasPerInstance: 1 });
  }
  return layouts;
}

function headsDivideBy(model: ModelArchitecture, tensor: number): boolean {
  return model.attention.every(({ heads }) => heads % tensor === 0);
}

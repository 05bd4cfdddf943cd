import { z } from 'zod';
import { ACTIVE_COUNTS, type AttentionLayers, type ModelArchitecture } from './model-architecture.js';
import {
  activeParametersAsPublished,
  activeParametersWithoutInputEmbedding,
  flopsPerToken,
  kvCacheBytesPerToken,
  stateBytesPerRequest,
  weightBytes,
} from './model-memory.js';
import { PRECISIONS, type Precision } from './precision.js';

const BYTES_PER_GIB = 2 ** 30;

const count = z.number().int().nonnegative();

const attentionSchema = z.object({
  kind: z.enum(['full', 'sliding', 'latent', 'linear']),
  layers: count,
  heads: count,
  kvHeads: count,
  headDim: count,
  valueHeadDim: count,
  windowTokens: count.nullable(),
  cacheElementsPerToken: count,
  stateElementsPerRequest: count,
});

/** What Pennywatt derives from a model's config, as the API and the command line show it. */
export const modelDescriptionSchema = z.object({
  name: z.string(),
  modelType: z.string(),
  totalParameters: count.describe('Of the published checkpoint, multi-token-prediction heads left out'),
  activeParameters: count.describe('Touched by one token, counted as the model cards of the family count them'),
  activeParametersPublishedCount: z
    .enum(ACTIVE_COUNTS)
    .describe('What activeParameters counts: the model cards of families differ'),
  activeParametersWithEmbeddings: count.describe('With input embedding and output layer in full, for every family'),
  activeParametersWithoutInputEmbedding: count.describe('Without an input embedding that is only looked up'),
  publishedTotalBillions: z.number().nullable().describe('As the publisher states it, rounded as there'),
  publishedActiveBillions: z.number().nullable().describe('As the publisher states it, rounded as there'),
  embeddingParameters: count.describe('Input embedding and output layer; tied ones once'),
  visionParameters: count.describe('Image encoder and projector: part of the total, not of the active parameters'),
  kvCacheBytesPerToken: count.describe('All layers together, 2 bytes per element'),
  stateBytesPerRequest: count.describe('Fixed state of linear attention, 2 bytes per element'),
  forwardFlopsPerToken: count.describe('Matrix products of one token; attention scores come on top'),
  layers: count,
  hiddenSize: count,
  vocabularySize: count,
  tiedEmbeddings: z.boolean(),
  attentionSummary: z.string(),
  attention: z.array(attentionSchema),
  experts: z
    .object({
      count,
      perToken: count,
      shared: count,
      layers: count,
      parametersPerExpert: count,
    })
    .nullable(),
  nativePrecision: z.enum(PRECISIONS),
  nativeWeightGiB: z.number().nonnegative().describe('Of the published weights, quantization scales included'),
  weightGiB: z
    .record(z.enum(PRECISIONS), z.number())
    .describe('Weights by precision; embeddings, norms and routers stay in 16 bit below it'),
  maxPositions: count.nullable(),
  source: z.string(),
  notes: z.array(z.string()),
});

export type ModelDescription = z.infer<typeof modelDescriptionSchema>;

/** The figures of a model that people ask for, with their units in the names. */
export function describeModel(model: ModelArchitecture): ModelDescription {
  const weightGiB = (precision: Precision): number => roundGiB(weightBytes(model, precision) / BYTES_PER_GIB);
  return {
    name: model.name,
    modelType: model.modelType,
    totalParameters: model.totalParameters,
    activeParameters: activeParametersAsPublished(model),
    activeParametersPublishedCount: model.experts
      ? (model.publisherCountsActive ?? 'with_embeddings')
      : 'with_embeddings',
    activeParametersWithEmbeddings: model.activeParameters,
    activeParametersWithoutInputEmbedding: activeParametersWithoutInputEmbedding(model),
    publishedTotalBillions: model.published?.totalBillions ?? null,
    publishedActiveBillions: model.published?.activeBillions ?? null,
    embeddingParameters: model.embeddingParameters,
    visionParameters: model.weights?.visionParameters ?? 0,
    kvCacheBytesPerToken: kvCacheBytesPerToken(model),
    stateBytesPerRequest: stateBytesPerRequest(model),
    forwardFlopsPerToken: flopsPerToken(model),
    layers: model.layers,
    hiddenSize: model.hiddenSize,
    vocabularySize: model.vocabularySize,
    tiedEmbeddings: model.tiedEmbeddings,
    attentionSummary: model.attention.map(summarize).join('; '),
    attention: model.attention.map(({ window, stateElementsPerRequest, ...group }) => ({
      ...group,
      windowTokens: window,
      stateElementsPerRequest: stateElementsPerRequest ?? 0,
    })),
    experts: model.experts,
    nativePrecision: model.nativePrecision,
    nativeWeightGiB: weightGiB(model.nativePrecision),
    weightGiB: {
      fp32: weightGiB('fp32'),
      bf16: weightGiB('bf16'),
      fp8: weightGiB('fp8'),
      int8: weightGiB('int8'),
      int4: weightGiB('int4'),
      fp4: weightGiB('fp4'),
    },
    maxPositions: model.maxPositions,
    source: model.source,
    notes: [...(model.notes ?? [])],
  };
}

/** A sentence part such as `18 sliding layers (window 128), 64 query and 8 key-value heads of 64`. */
function summarize(group: AttentionLayers): string {
  const layers = `${group.layers} ${group.kind} ${group.layers === 1 ? 'layer' : 'layers'}`;
  switch (group.kind) {
    case 'latent':
      return `${layers}, ${group.heads} heads, ${group.cacheElementsPerToken} cached elements per token`;
    case 'linear':
      return `${layers}, ${group.heads} value heads, fixed state of ${group.stateElementsPerRequest ?? 0} elements`;
    default: {
      const window = group.window === null ? '' : ` (window ${group.window})`;
      return `${layers}${window}, ${group.heads} query and ${group.kvHeads} key-value heads of ${group.headDim}`;
    }
  }
}

function roundGiB(gib: number): number {
  return Math.round(gib * 1000) / 1000;
}

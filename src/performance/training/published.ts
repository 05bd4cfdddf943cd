import { readFileSync } from 'node:fs';
import { z } from 'zod';
import {
  findModel,
  parseModelConfig,
  PRECISIONS,
  readAccelerators,
  type Accelerator,
  type ModelArchitecture,
} from '../../catalog/index.js';
import { InputError, shippedFile } from '../../platform/index.js';
import { cells, orEmpty, parsedJson, readRows } from '../table-rows.js';
import { TRAINING_METHODS, type PinnedLayout, type TrainingQuestion } from '../types.js';

/** What a publisher stated of a run: hours of all accelerators together, minutes it took, or seconds of one step. */
const UNITS = ['accelerator_hours', 'minutes', 'step_seconds'] as const;
export type PublishedUnit = (typeof UNITS)[number];

/** A part of a run with one batch and one length of sequences. */
export interface PublishedStage {
  readonly question: TrainingQuestion;
  readonly tokens: number;
  /** Whether the run is known to have fitted as it was laid out, whatever our own count of memory says. */
  readonly fitted: boolean;
}

/** A training run of which somebody published how long it took. */
export interface PublishedRun {
  readonly run: string;
  readonly title: string;
  readonly stages: readonly PublishedStage[];
  readonly published: number;
  readonly unit: PublishedUnit;
  /** Share of the time in which it trained, where the publisher states it; else null. */
  readonly workingShare: number | null;
  /** How the figure follows from what was published, and what had to be assumed. */
  readonly derivation: string;
  readonly source: string;
}

const PUBLISHED_FILE = 'config/performance/training-published.csv';
const MODELS_FILE = 'config/performance/training-models.json';

const count = cells.number.pipe(z.number().int().positive());
const row = z.strictObject({
  run: cells.text,
  title: cells.text,
  model: cells.text,
  method: z.enum(TRAINING_METHODS),
  accelerator_id: cells.text,
  precision: z.enum(PRECISIONS),
  accelerators: count,
  accelerators_per_node: count,
  inter_node_gbps: orEmpty(cells.number.pipe(z.number().positive())),
  sequence_tokens: count,
  global_batch_sequences: count,
  tokens: cells.number.pipe(z.number().positive()),
  tensor: orEmpty(count),
  pipeline: orEmpty(count),
  context: orEmpty(count),
  expert: orEmpty(count),
  chunks: orEmpty(count),
  micro_batch_sequences: orEmpty(count),
  zero_stage: orEmpty(cells.number.pipe(z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]))),
  recomputation: z.enum(['', 'none', 'full']),
  published: cells.number.pipe(z.number().positive()),
  unit: z.enum(UNITS),
  working_share: orEmpty(cells.number.pipe(z.number().positive().max(1))),
  derivation: z.string(),
  source: cells.text,
  licence: cells.text,
});
type Row = z.infer<typeof row>;

const ownModels = z.array(z.object({ name: z.string(), config: z.unknown(), source: z.string() }));

/** The published runs that ship with the product. */
export function shippedPublishedRuns(): readonly PublishedRun[] {
  return readPublishedRuns(readFileSync(shippedFile(PUBLISHED_FILE), 'utf8'), PUBLISHED_FILE);
}

/**
 * Published runs from CSV with the columns of the shipped table: a line per stage, the stages of a run one after the
 * other.
 *
 * @param file named in errors
 * @throws InputError naming what cannot be used, e.g. a model or an accelerator that the catalog does not have
 */
export function readPublishedRuns(csv: string, file: string): readonly PublishedRun[] {
  const accelerators = new Map(readAccelerators().map((accelerator) => [accelerator.id, accelerator]));
  const models = ownArchitectures();
  let line = 0;
  const rows = readRows(csv, file, row, () => String((line += 1)));
  if (rows.length === 0) {
    throw new InputError(`${file} holds no runs. Give a table with the columns of ${PUBLISHED_FILE}.`);
  }
  const runs = new Map<string, PublishedRun>();
  for (const read of rows) {
    const stage = stageOf(read, accelerators.get(read.accelerator_id), models.get(read.model) ?? findModel(read.model));
    const known = runs.get(read.run);
    runs.set(read.run, known ? { ...known, stages: [...known.stages, stage] } : runOf(read, stage));
  }
  return [...runs.values()];
}

function runOf(read: Row, stage: PublishedStage): PublishedRun {
  const { run, title, published, unit, working_share: workingShare, derivation, source } = read;
  return { run, title, stages: [stage], published, unit, workingShare, derivation, source };
}

function stageOf(read: Row, accelerator: Accelerator | undefined, model: ModelArchitecture | null): PublishedStage {
  const nodes = read.accelerators / read.accelerators_per_node;
  if (accelerator === undefined) throw new InputError(unknownName(read, 'accelerator', read.accelerator_id));
  if (model === null) throw new InputError(unknownName(read, 'model', read.model));
  if (!Number.isInteger(nodes)) throw new InputError(`${read.run}: the accelerators do not come to whole nodes.`);
  const question: TrainingQuestion = {
    model,
    accelerator,
    acceleratorsPerNode: read.accelerators_per_node,
    nodes,
    interNodeGBps: read.inter_node_gbps,
    method: read.method,
    precision: read.precision,
    sequenceLength: read.sequence_tokens,
    globalBatchSequences: read.global_batch_sequences,
    layout: pinned(read),
  };
  return { question, tokens: read.tokens, fitted: read.recomputation !== '' };
}

function pinned(read: Row): PinnedLayout {
  return {
    tensor: read.tensor ?? undefined,
    pipeline: read.pipeline ?? undefined,
    context: read.context ?? undefined,
    expert: read.expert ?? undefined,
    chunksPerStage: read.chunks ?? undefined,
    microBatchSequences: read.micro_batch_sequences ?? undefined,
    zeroStage: read.zero_stage ?? undefined,
    gradientCheckpointing: read.recomputation === '' ? undefined : read.recomputation === 'full',
  };
}

function unknownName({ run }: Row, what: string, name: string): string {
  return `${run}: no ${what} is called "${name}". Use a name of the catalog.`;
}

/** Shapes of models that were published with a run and are in no catalog. */
function ownArchitectures(): ReadonlyMap<string, ModelArchitecture> {
  const list = ownModels.parse(parsedJson(readFileSync(shippedFile(MODELS_FILE), 'utf8'), MODELS_FILE));
  return new Map(list.map(({ name, config, source }) => [name, parseModelConfig(config, name, source)]));
}

import { createHash } from 'node:crypto';
import { findModel, matchAccelerators, type Accelerator, type Precision } from '../../catalog/index.js';
import { InputError } from '../../platform/index.js';
import { PRECISION_SPELLINGS, precisionOf } from '../precision-names.js';
import { clockTime, type ClockWindow } from './clock.js';
import { engineNamed } from './engine-names.js';
import type { FoundRun } from './found-run.js';
import { MOST_ACCELERATORS, type RunDetails } from './import.schema.js';

/** A run of which everything is known that a measurement needs. */
export interface CompleteRun extends FoundRun {
  /** The same for the same run, however often and with whatever details it is imported. */
  readonly id: string;
  readonly fileName: string;
  readonly modelAsWritten: string;
  readonly acceleratorId: string | null;
  readonly acceleratorAsWritten: string;
  readonly acceleratorCount: number;
  readonly precisionOfCatalog: Precision;
  readonly precisionAsWritten: string;
  readonly engine: string;
  readonly tensorParallel: number;
  readonly pipelineParallel: number;
  readonly expertParallel: number;
}

/** Each detail that may be missing: what it is, and how the command line calls it. */
const ASKED = {
  model: ['the model', '--model'],
  accelerator: ['the accelerator', '--accelerator'],
  acceleratorCount: ['how many accelerators worked on it', '--accelerator-count'],
  precision: ['the precision of the weights', '--precision'],
  engine: ['the engine', '--engine'],
  tensorParallel: ['over how many accelerators a layer is split', '--tensor-parallel'],
} as const;

/**
 * Fills in what a file does not say from what was told with it, which goes first.
 *
 * @throws InputError naming everything that is still missing with its flag, or a name that nothing has
 */
export function completeRun(
  found: FoundRun,
  details: RunDetails,
  fileName: string,
  accelerators: readonly Accelerator[],
): CompleteRun {
  const known = {
    model: details.model ?? found.model,
    accelerator: details.accelerator ?? found.accelerator,
    acceleratorCount: details.acceleratorCount ?? found.acceleratorCount,
    precision: details.precision ?? found.precision,
    engine: details.engine ?? found.engine,
    tensorParallel: details.tensorParallel ?? found.tensorParallel,
  };
  const { model, accelerator, acceleratorCount, precision, engine, tensorParallel } = known;
  if (
    model === null ||
    accelerator === null ||
    acceleratorCount === null ||
    precision === null ||
    engine === null ||
    tensorParallel === null
  ) {
    throw new InputError(missing(known, found, fileName));
  }
  const run: CompleteRun = {
    ...found,
    id: idOf(found),
    fileName,
    model: findModel(model)?.name ?? null,
    modelAsWritten: model,
    accelerator,
    acceleratorId: acceleratorIdOf(accelerator, details.accelerator !== undefined, found, accelerators),
    acceleratorAsWritten: accelerator,
    acceleratorCount,
    precision,
    precisionOfCatalog: catalogPrecision(precision),
    precisionAsWritten: precision,
    engine: engineNamed(engine),
    engineVersion: details.engineVersion ?? found.engineVersion,
    tensorParallel,
    pipelineParallel: details.pipelineParallel ?? found.pipelineParallel ?? 1,
    expertParallel: details.expertParallel ?? found.expertParallel ?? 1,
    inputTokens: details.inputTokens ?? found.inputTokens,
    outputTokens: details.outputTokens ?? found.outputTokens,
    concurrency: details.concurrency ?? found.concurrency,
    window: windowOf(details) ?? found.window,
  };
  checkNames(run);
  checkSplit(run);
  return run;
}

function missing(known: Readonly<Record<keyof typeof ASKED, unknown>>, { tool }: FoundRun, fileName: string): string {
  const names = (Object.keys(ASKED) as (keyof typeof ASKED)[]).filter((name) => known[name] === null);
  const what = names.map((name) => `${ASKED[name][0]} (${ASKED[name][1]})`);
  return `${fileName}, written by ${tool}, does not say ${what.join(', ')}. Say it with the import.`;
}

function idOf({ tool, identity }: FoundRun): string {
  const hash = createHash('sha256').update(JSON.stringify([tool, ...identity]));
  return `own-${hash.digest('hex').slice(0, 16)}`;
}

/** Of single operations the device's own name is kept where the catalog has no one accelerator of it: a CPU, say. */
function acceleratorIdOf(
  name: string,
  isTold: boolean,
  { kind }: FoundRun,
  accelerators: readonly Accelerator[],
): string | null {
  const isOptional = kind === 'operation' && !isTold;
  const found = isOptional ? matchesOrNone(name, accelerators) : matchAccelerators(name, accelerators);
  const [only, another] = found;
  if (only !== undefined && another === undefined) return only.id;
  if (isOptional) return null;
  throw new InputError(
    `"${name}" may be any of ${found.map(({ id }) => id).join(', ')}. Say which it was with --accelerator.`,
  );
}

function matchesOrNone(name: string, accelerators: readonly Accelerator[]): readonly Accelerator[] {
  try {
    return matchAccelerators(name, accelerators);
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

function catalogPrecision(text: string): Precision {
  const precision = precisionOf(text);
  if (precision !== null) return precision;
  throw new InputError(
    `"${text}" is no precision of weights that is known. Give one with --precision: ${PRECISION_SPELLINGS.join(', ')}.`,
  );
}

function windowOf({ startedAt, endedAt }: RunDetails): ClockWindow | null {
  if (startedAt === undefined && endedAt === undefined) return null;
  const start = clockTime(startedAt ?? '');
  const end = clockTime(endedAt ?? '');
  if (start === null || end === null || start.zoned !== end.zoned || start.ms >= end.ms) {
    throw new InputError(
      'Give --started-at and --ended-at together, in this order, as ISO 8601: 2026-11-24T18:05:00Z, or both without a zone.',
    );
  }
  return { start, end };
}

/** PostgreSQL keeps no NUL in text. */
function checkNames(run: CompleteRun): void {
  const bad = Object.entries(run).find(([, value]) => typeof value === 'string' && value.includes('\u0000'));
  if (bad !== undefined) throw new InputError(`${run.fileName}: ${bad[0]} has a NUL character. The file is damaged.`);
}

function checkSplit({ acceleratorCount, tensorParallel, pipelineParallel, fileName }: CompleteRun): void {
  const perReplica = tensorParallel * pipelineParallel;
  if (acceleratorCount <= MOST_ACCELERATORS && acceleratorCount % perReplica === 0) return;
  throw new InputError(
    `${fileName}: ${acceleratorCount} accelerators cannot hold replicas of ${perReplica} (tensor parallel ` +
      `${tensorParallel} × pipeline parallel ${pipelineParallel}). Correct --accelerator-count, --tensor-parallel or ` +
      '--pipeline-parallel.',
  );
}

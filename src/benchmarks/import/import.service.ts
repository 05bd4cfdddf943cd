import { Injectable } from '@nestjs/common';
import { CatalogService } from '../../catalog/index.js';
import { InputError } from '../../platform/index.js';
import { mlperfNotes } from '../mlperf-notes.js';
import { predictionNotes } from './prediction-notes.js';
import { OwnMeasurements, type OwnMeasurement } from '../own-measurements.js';
import { OwnServingRuns } from '../own-serving-runs.js';
import { inZone, type ClockTime } from './clock.js';
import { completeRun, type CompleteRun } from './complete-run.js';
import { readFile } from './formats.js';
import type { RunPower } from './found-run.js';
import type { ImportRequest, ImportResult, RunDetails } from './import.schema.js';
import { joinPower, ownPower } from './join-power.js';
import type { PowerLog } from './power-log.js';

/** Takes users' own results in, with the power that was logged while they ran. */
@Injectable()
export class BenchmarkImportService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly own: OwnMeasurements,
    private readonly servingRuns: OwnServingRuns,
  ) {}

  /** Keeps all runs of the files or none. Throws `InputError` naming the file and the next step. */
  async import({ files, details }: ImportRequest, now = new Date()): Promise<ImportResult> {
    const read = files.map(readFile);
    const logs = read.flatMap((file) => (file.kind === 'power' ? [file.log] : []));
    const runs = read.flatMap((file) =>
      file.kind === 'runs'
        ? file.runs.map((run) => completeRun(run, details, file.fileName, this.catalog.accelerators()))
        : [],
    );
    if (runs.length === 0) {
      throw new InputError(
        'There are power logs here and no result that they could be joined to. Give both in one import.',
      );
    }
    const powered = unlikeRuns(runs).map((run) => ({ run, power: powerOf(run, logs, details) }));
    const kept = await this.own.keep(
      powered.map(({ run, power }) => ownOf(run, power, details)),
      now,
    );
    // Whoever asks next is answered by what was measured now.
    await this.servingRuns.refresh();
    const powerNotes = new Set(powered.flatMap(({ power }) => power?.note ?? []));
    return {
      ...kept,
      notes: [...powerNotes, ...predictionNotes(kept.measurements), ...mlperfNotes(kept.measurements)],
    };
  }
}

/** A run that stands in two of the files is one run. */
function unlikeRuns(runs: readonly CompleteRun[]): CompleteRun[] {
  return [...new Map(runs.map((run) => [run.id, run])).values()];
}

/** From the logs where there are any, else what the result itself says. Single operations are too short for a log. */
function powerOf(run: CompleteRun, logs: readonly PowerLog[], details: RunDetails): RunPower | null {
  const log = asOne(logs);
  const { acceleratorCount, window } = run;
  const gpus = details.gpus ?? null;
  if (log === null || run.kind === 'operation') {
    return run.power === null ? null : ownPower(run.power, run.fileName, { acceleratorCount, gpus });
  }
  return joinPower(log, {
    acceleratorCount,
    window,
    gpus,
    utcOffset: details.utcOffset ?? null,
    wholeLog: details.powerWholeLog ?? false,
  });
}

/** Of several machines each has its log; the accelerators of all of them go by the file and their name in it. */
function asOne(logs: readonly PowerLog[]): PowerLog | null {
  const [first, ...others] = logs;
  if (first === undefined || others.length === 0) return first ?? null;
  const samples = logs.flatMap((log) =>
    log.samples.map((sample) => ({ ...sample, device: `${log.fileName}/${sample.device}` })),
  );
  return { fileName: logs.map(({ fileName }) => fileName).join(', '), tool: first.tool, samples };
}

function ownOf(run: CompleteRun, power: RunPower | null, details: RunDetails): OwnMeasurement {
  const utcOffset = details.utcOffset ?? null;
  return {
    id: run.id,
    kind: run.kind,
    tool: run.tool,
    fileName: run.fileName,
    model: run.model,
    modelAsWritten: run.modelAsWritten,
    acceleratorId: run.acceleratorId,
    acceleratorAsWritten: run.acceleratorAsWritten,
    acceleratorCount: run.acceleratorCount,
    precision: run.precisionOfCatalog,
    precisionAsWritten: run.precisionAsWritten,
    engine: run.engine,
    engineVersion: run.engineVersion,
    tensorParallel: run.tensorParallel,
    pipelineParallel: run.pipelineParallel,
    expertParallel: run.expertParallel,
    scenario: run.scenario,
    inputTokens: run.inputTokens,
    outputTokens: run.outputTokens,
    concurrency: run.concurrency,
    tokensPerSecond: run.tokensPerSecond,
    requestsPerSecond: run.requestsPerSecond,
    ttftMs: run.ttftMs,
    tpotMs: run.tpotMs,
    milliseconds: run.milliseconds,
    tflopsPerAccelerator: run.tflopsPerAccelerator,
    powerWatts: power?.watts ?? null,
    powerScope: power === null ? null : 'accelerators',
    powerSamples: power?.samples ?? null,
    suite: run.suite,
    startedAt: instantOf(run.window?.start, utcOffset),
    endedAt: instantOf(run.window?.end, utcOffset),
  };
}

/** Null where the clock's offset from UTC is not known. */
function instantOf(time: ClockTime | undefined, utcOffset: string | null): Date | null {
  if (time === undefined) return null;
  const { ms, zoned } = inZone(time, utcOffset);
  return zoned ? new Date(ms) : null;
}

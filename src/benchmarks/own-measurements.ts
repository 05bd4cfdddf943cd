import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { announceChange } from '../platform/index.js';
import type { Measurement } from './measurement.js';
import { OwnMeasurementEntity } from './own-measurement.entity.js';

/** A run to be kept; when it was imported is for the store to say. */
export type OwnMeasurement = Omit<OwnMeasurementEntity, 'importedAt'>;

export interface Kept {
  readonly imported: number;
  readonly replaced: number;
  readonly unchanged: number;
  readonly measurements: Measurement[];
}

/** Name under which `data_release` holds the state of the measurements, and where other processes hear of it. */
export const OWN_MEASUREMENTS_STATE = 'own_measurements';
export const OWN_MEASUREMENTS_CHANNEL = 'pennywatt_measurements';

/** The users' own measurements. PostgreSQL holds them; every process sees what any has imported. */
@Injectable()
export class OwnMeasurements {
  constructor(private readonly dataSource: DataSource) {}

  /** In the order of their ids. */
  async all(): Promise<Measurement[]> {
    const rows = await this.dataSource.getRepository(OwnMeasurementEntity).find({ order: { id: 'ASC' } });
    return rows.map(measurementOf);
  }

  /**
   * Keeps all of them or none. A run that is known already is replaced by what is known of it now; power that was joined
   * to it before stays, where this time none was given.
   */
  keep(runs: readonly OwnMeasurement[], importedAt: Date): Promise<Kept> {
    return this.dataSource.transaction(async (manager) => {
      const table = manager.getRepository(OwnMeasurementEntity);
      const kept = { imported: 0, replaced: 0, unchanged: 0, measurements: [] as Measurement[] };
      for (const run of runs) {
        const before = await table.findOne({ where: { id: run.id }, lock: { mode: 'pessimistic_write' } });
        const now = table.create({ ...withPower(run, before), importedAt: before?.importedAt ?? importedAt });
        if (before === null) kept.imported += 1;
        else if (isDeepStrictEqual({ ...before }, { ...now })) kept.unchanged += 1;
        else kept.replaced += 1;
        await table.upsert(now, ['id']);
        kept.measurements.push(measurementOf(now));
      }
      if (kept.imported + kept.replaced > 0) await announce(manager);
      return kept;
    });
  }

  /** Those imported last, newest first. */
  async latest(most: number): Promise<Measurement[]> {
    const table = this.dataSource.getRepository(OwnMeasurementEntity);
    return (await table.find({ order: { importedAt: 'DESC', id: 'ASC' }, take: most })).map(measurementOf);
  }

  /** Forgets them, and says which there were. */
  remove(ids: readonly string[]): Promise<string[]> {
    return this.dataSource.transaction(async (manager) => {
      const table = manager.getRepository(OwnMeasurementEntity);
      const gone = await table.createQueryBuilder().delete().whereInIds(ids).returning('id').execute();
      if (gone.affected !== 0) await announce(manager);
      return (gone.raw as { readonly id: string }[]).map(({ id }) => id).sort();
    });
  }
}

async function announce(manager: EntityManager): Promise<void> {
  const rows = await manager.count(OwnMeasurementEntity);
  await announceChange(manager, { name: OWN_MEASUREMENTS_STATE, rows, channel: OWN_MEASUREMENTS_CHANNEL });
}

function withPower(run: OwnMeasurement, before: OwnMeasurementEntity | null): OwnMeasurement {
  if (before === null || run.powerWatts !== null) return run;
  const { powerWatts, powerScope, powerSamples } = before;
  return { ...run, powerWatts, powerScope, powerSamples };
}

function measurementOf(row: OwnMeasurementEntity): Measurement {
  const { tokensPerSecond, powerWatts } = row;
  return {
    id: row.id,
    kind: row.kind,
    origin: 'imported',
    model: row.model,
    modelAsWritten: row.modelAsWritten,
    acceleratorId: row.acceleratorId,
    acceleratorAsWritten: row.acceleratorAsWritten,
    acceleratorCount: row.acceleratorCount,
    precision: row.precision,
    precisionAsWritten: row.precisionAsWritten,
    engine: row.engine,
    engineVersion: row.engineVersion,
    tensorParallel: row.tensorParallel,
    pipelineParallel: row.pipelineParallel,
    expertParallel: row.expertParallel,
    scenario: row.scenario,
    inputTokens: row.inputTokens,
    outputTokens: row.outputTokens,
    concurrency: row.concurrency,
    tokensPerSecond,
    otherRate:
      tokensPerSecond === null && row.requestsPerSecond !== null
        ? { perSecond: row.requestsPerSecond, unit: 'requests_s' }
        : null,
    ttftMs: row.ttftMs,
    tpotMs: row.tpotMs,
    milliseconds: row.milliseconds,
    timeToTrainMinutes: null,
    tflopsPerAccelerator: row.tflopsPerAccelerator,
    mfuPercent: null,
    powerWatts,
    powerScope: row.powerScope,
    joulesPerToken: powerWatts === null || tokensPerSecond === null ? null : powerWatts / tokensPerSecond,
    submitter: null,
    suite: row.suite,
    resultId: null,
    measuredAt: row.startedAt?.toISOString() ?? null,
    source: `${row.fileName} (${row.tool})`,
    licence: null,
  };
}

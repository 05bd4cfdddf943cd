import { Injectable } from '@nestjs/common';
import { CatalogService } from '../catalog/index.js';
import { NotFoundError } from '../platform/index.js';
import type { MeasurementList, MeasurementQuery, RemoveRequest, RemoveResult } from './benchmarks.schema.js';
import { inOrder, matchingMeasurements, type MeasurementFilter } from './measurement-list.js';
import type { Measurement } from './measurement.js';
import { mlperfNotes } from './mlperf-notes.js';
import { OwnMeasurements } from './own-measurements.js';
import { OwnServingRuns } from './own-serving-runs.js';
import { readShippedMeasurements } from './shipped-measurements.js';

/** What was measured: what ships with the product, and the user's own. */
@Injectable()
export class BenchmarksService {
  private shipped: readonly Measurement[] | null = null;

  constructor(
    private readonly catalog: CatalogService,
    private readonly own: OwnMeasurements,
    private readonly servingRuns: OwnServingRuns,
  ) {}

  /** A page of the measurements that match. Throws `InputError` on an accelerator that nothing is called. */
  async list({ sort, limit, offset, ...filter }: MeasurementQuery): Promise<MeasurementList> {
    const found = inOrder(await this.matching(filter), sort);
    const measurements = found.slice(offset, offset + limit);
    return { total: found.length, offset, limit, sort, measurements, notes: mlperfNotes(measurements) };
  }

  /** All measurements that match. */
  async matching(filter: MeasurementFilter): Promise<Measurement[]> {
    return matchingMeasurements(await this.all(), filter, this.catalog.accelerators());
  }

  /**
   * Forgets measurements that users imported: all of those named, or none.
   *
   * @throws NotFoundError naming those that are none
   */
  async remove({ ids }: RemoveRequest): Promise<RemoveResult> {
    const own = new Set((await this.own.all()).map(({ id }) => id));
    const unknown = ids.filter((id) => !own.has(id));
    if (unknown.length > 0) {
      throw new NotFoundError(
        `No imported measurement has the id ${unknown.join(', ')}. "pennywatt benchmarks list --source imported" shows ` +
          'them; what ships with the product cannot be removed.',
      );
    }
    const removed = await this.own.remove(ids);
    await this.servingRuns.refresh();
    return { removed };
  }

  private async all(): Promise<Measurement[]> {
    this.shipped ??= readShippedMeasurements();
    return [...(await this.own.all()), ...this.shipped];
  }
}

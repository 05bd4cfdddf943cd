import { Injectable } from '@nestjs/common';
import {
  OwnServingRuns,
  shippedQuality,
  shippedVariantQuality,
  type QualityTable,
  type VariantQuality,
} from '../benchmarks/index.js';
import { shippedPerformanceModel, type PerformanceModel } from '../performance/index.js';

/** What predicts throughput, corrected by what users measured, and what is known of quality. */
@Injectable()
export class PlacementKnowledge {
  readonly quality: QualityTable = shippedQuality();
  readonly variantQuality: VariantQuality = shippedVariantQuality();
  private held: { readonly state: string; readonly performance: PerformanceModel } | null = null;

  constructor(private readonly ownRuns: OwnServingRuns) {}

  get performance(): PerformanceModel {
    const { state, rows } = this.ownRuns.current();
    if (this.held?.state !== state) this.held = { state, performance: shippedPerformanceModel(rows) };
    return this.held.performance;
  }

  /** Another one whenever predictions may have changed. */
  get state(): string {
    return this.ownRuns.current().state;
  }
}

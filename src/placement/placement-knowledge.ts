import { Injectable } from '@nestjs/common';
import { shippedPerformanceModel, type PerformanceModel } from '../performance/index.js';
import { PerformanceMemo } from './performance-memo.js';
import type { QualityTable } from './world.js';

/** What predicts throughput, and what is known of quality. */
@Injectable()
export class PlacementKnowledge {
  readonly performance: PerformanceModel = new PerformanceMemo(shippedPerformanceModel());
  readonly quality: QualityTable = () => null;
}

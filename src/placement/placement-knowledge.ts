import { Injectable } from '@nestjs/common';
import type { PerformanceModel } from '../performance/index.js';
import type { QualityTable } from './world.js';

const UNKNOWN = {
  ok: false,
  failedOn: 'unknown_performance',
  reason: 'No efficiency table is loaded.',
  memory: null,
} as const;

/** What predicts throughput, and what is known of quality. */
@Injectable()
export class PlacementKnowledge {
  readonly performance: PerformanceModel = {
    version: 'none',
    bestServing: () => UNKNOWN,
    training: () => UNKNOWN,
  };
  readonly quality: QualityTable = () => null;
}

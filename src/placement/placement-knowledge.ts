import { Injectable } from '@nestjs/common';
import { shippedQuality, shippedVariantQuality, type QualityTable, type VariantQuality } from '../benchmarks/index.js';
import { shippedPerformanceModel, type PerformanceModel } from '../performance/index.js';

/** What predicts throughput, and what is known of quality. */
@Injectable()
export class PlacementKnowledge {
  readonly performance: PerformanceModel = shippedPerformanceModel();
  readonly quality: QualityTable = shippedQuality();
  readonly variantQuality: VariantQuality = shippedVariantQuality();
}

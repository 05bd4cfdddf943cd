import { Module } from '@nestjs/common';
import { BenchmarksModule } from '../benchmarks/index.js';
import { CatalogModule } from '../catalog/index.js';
import { PricesModule } from '../prices/index.js';
import { PlacementKnowledge } from './placement-knowledge.js';
import { PlacementController } from './placement.controller.js';
import { PlacementService } from './placement.service.js';
import { PlanStore } from './plan-store.js';
import { RankingController } from './ranking/ranking.controller.js';
import { RankingService } from './ranking/ranking.service.js';

@Module({
  imports: [CatalogModule, PricesModule, BenchmarksModule],
  controllers: [RankingController, PlacementController],
  providers: [PlacementKnowledge, PlanStore, PlacementService, RankingService],
  exports: [PlacementService],
})
export class PlacementModule {}

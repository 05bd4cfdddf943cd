import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog/index.js';
import { PricesModule } from '../prices/index.js';
import { PlacementKnowledge } from './placement-knowledge.js';
import { PlacementController } from './placement.controller.js';
import { PlacementService } from './placement.service.js';
import { PlanStore } from './plan-store.js';

@Module({
  imports: [CatalogModule, PricesModule],
  controllers: [PlacementController],
  providers: [PlacementKnowledge, PlanStore, PlacementService],
  exports: [PlacementService],
})
export class PlacementModule {}

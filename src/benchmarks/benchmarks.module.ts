import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog/index.js';
import { BenchmarksController } from './benchmarks.controller.js';
import { BenchmarksService } from './benchmarks.service.js';
import { BenchmarkImportService } from './import/import.service.js';
import { OwnMeasurements } from './own-measurements.js';
import { OwnServingRuns } from './own-serving-runs.js';

@Module({
  imports: [CatalogModule],
  controllers: [BenchmarksController],
  providers: [OwnMeasurements, OwnServingRuns, BenchmarksService, BenchmarkImportService],
  exports: [BenchmarksService, OwnServingRuns],
})
export class BenchmarksModule {}

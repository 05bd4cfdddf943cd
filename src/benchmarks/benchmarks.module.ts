import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog/index.js';
import { BenchmarksController } from './benchmarks.controller.js';
import { BenchmarksService } from './benchmarks.service.js';

@Module({
  imports: [CatalogModule],
  controllers: [BenchmarksController],
  providers: [BenchmarksService],
  exports: [BenchmarksService],
})
export class BenchmarksModule {}

import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  measurementListSchema,
  measurementQuerySchema,
  type MeasurementList,
  type MeasurementQuery,
} from './benchmarks.schema.js';
import { BenchmarksService } from './benchmarks.service.js';

@ApiTags('benchmarks')
@Controller('v1/benchmarks')
export class BenchmarksController {
  constructor(private readonly benchmarks: BenchmarksService) {}

  @Get()
  @ApiOperation({ summary: 'Measurements of inference, training and single operations: published ones and your own' })
  @ApiOkResponse({ standardSchema: measurementListSchema })
  list(@Query({ schema: measurementQuerySchema }) query: MeasurementQuery): Promise<MeasurementList> {
    return this.benchmarks.list(query);
  }
}

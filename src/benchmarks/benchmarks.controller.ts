import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  measurementListSchema,
  measurementQuerySchema,
  removeRequestSchema,
  removeResultSchema,
  type MeasurementList,
  type MeasurementQuery,
  type RemoveRequest,
  type RemoveResult,
} from './benchmarks.schema.js';
import { BenchmarksService } from './benchmarks.service.js';
import {
  importRequestSchema,
  importResultSchema,
  type ImportRequest,
  type ImportResult,
} from './import/import.schema.js';
import { BenchmarkImportService } from './import/import.service.js';

@ApiTags('benchmarks')
@Controller('v1/benchmarks')
export class BenchmarksController {
  constructor(
    private readonly benchmarks: BenchmarksService,
    private readonly imports: BenchmarkImportService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Measurements of inference, training and single operations: published ones and your own' })
  @ApiOkResponse({ standardSchema: measurementListSchema })
  list(@Query({ schema: measurementQuerySchema }) query: MeasurementQuery): Promise<MeasurementList> {
    return this.benchmarks.list(query);
  }

  @Post('import')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Take your own results in, with the power logged while they ran; the same run is kept once',
  })
  @ApiOkResponse({ standardSchema: importResultSchema })
  import(@Body({ schema: importRequestSchema }) request: ImportRequest): Promise<ImportResult> {
    return this.imports.import(request);
  }

  @Post('remove')
  @HttpCode(200)
  @ApiOperation({ summary: 'Forget measurements that you imported' })
  @ApiOkResponse({ standardSchema: removeResultSchema })
  remove(@Body({ schema: removeRequestSchema }) request: RemoveRequest): Promise<RemoveResult> {
    return this.benchmarks.remove(request);
  }
}

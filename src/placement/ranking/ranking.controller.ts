import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { rankingQuerySchema, rankingSchema, type Ranking, type RankingQuery } from './ranking.schema.js';
import { RankingService } from './ranking.service.js';

@ApiTags('benchmarks')
@Controller('v1/benchmarks')
export class RankingController {
  constructor(private readonly ranking: RankingService) {}

  @Get('rank')
  @ApiOperation({ summary: 'Accelerators for a model from the best, by what was measured, at the prices in force' })
  @ApiOkResponse({ standardSchema: rankingSchema })
  rank(@Query({ schema: rankingQuerySchema }) query: RankingQuery): Promise<Ranking> {
    return this.ranking.rank(query);
  }
}

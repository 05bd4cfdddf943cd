import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  spotScoresQuerySchema,
  spotScoresSchema,
  type SpotScores,
  type SpotScoresQuery,
} from './spot-scores.schema.js';
import { SpotScoresService } from './spot-scores.service.js';

@ApiTags('prices')
@Controller('v1/prices/spot-scores')
export class SpotScoresController {
  constructor(private readonly scores: SpotScoresService) {}

  @Get()
  @ApiOperation({ summary: 'How likely spot machines can be had now, as AWS scores it; needs its credentials' })
  @ApiOkResponse({ standardSchema: spotScoresSchema })
  find(@Query({ schema: spotScoresQuerySchema }) query: SpotScoresQuery): Promise<SpotScores> {
    return this.scores.find(query);
  }
}

import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  pollIdSchema,
  pollRequestSchema,
  pollRunSchema,
  priceSourcesSchema,
  type PollRequest,
  type PollRun,
  type PriceSourceState,
} from './polls.schema.js';
import { PollsService } from './polls.service.js';
import { PriceSourcesService } from './price-sources.service.js';

@ApiTags('prices')
@Controller('v1/prices')
export class PollsController {
  constructor(
    private readonly polls: PollsService,
    private readonly sources: PriceSourcesService,
  ) {}

  @Get('sources')
  @ApiOperation({ summary: 'The sources of prices: their state and age, and what credentials would add' })
  @ApiOkResponse({ standardSchema: priceSourcesSchema })
  states(): Promise<PriceSourceState[]> {
    return this.sources.states();
  }

  @Post('polls')
  @HttpCode(202)
  @ApiOperation({ summary: 'Begin to poll now, apart from the schedule' })
  @ApiAcceptedResponse({ standardSchema: pollRunSchema })
  start(@Body({ schema: pollRequestSchema }) request: PollRequest): Promise<PollRun> {
    return this.polls.start(request);
  }

  @Get('polls/:id')
  @ApiOperation({ summary: 'How far a poll is' })
  @ApiOkResponse({ standardSchema: pollRunSchema })
  find(@Param('id', { schema: pollIdSchema }) id: string): Promise<PollRun> {
    return this.polls.find(id);
  }
}

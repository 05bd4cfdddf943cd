import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { historyQuerySchema, priceHistorySchema, type HistoryQuery, type PriceHistory } from './history.schema.js';
import { PriceHistoryService } from './history.service.js';

@ApiTags('prices')
@Controller('v1/prices/history')
export class PriceHistoryController {
  constructor(private readonly history: PriceHistoryService) {}

  @Get()
  @ApiOperation({ summary: 'How prices went: least, most and mean per day, volatility, share of time below a price' })
  @ApiOkResponse({ standardSchema: priceHistorySchema })
  find(@Query({ schema: historyQuerySchema }) query: HistoryQuery): Promise<PriceHistory> {
    return this.history.find(query);
  }
}

import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PriceListService, type ImportedList } from '../price-list/price-list.service.js';
import {
  decisionSchema,
  importedListSchema,
  priceEventListSchema,
  priceEventQuerySchema,
  priceListRequestSchema,
  quarantinedPriceSchema,
  quarantineIdSchema,
  quarantineListSchema,
  quarantineQuerySchema,
  type Decision,
  type PriceEventList,
  type PriceEventQuery,
  type PriceListRequest,
  type QuarantinedPrice,
  type QuarantineList,
  type QuarantineQuery,
} from './quarantine.schema.js';
import { QuarantineService } from './quarantine.service.js';

@ApiTags('prices')
@Controller('v1/prices')
export class QuarantineController {
  constructor(
    private readonly quarantine: QuarantineService,
    private readonly lists: PriceListService,
  ) {}

  @Get('quarantine')
  @ApiOperation({ summary: 'Prices that are not in force until somebody or a later poll decides, and why' })
  @ApiOkResponse({ standardSchema: quarantineListSchema })
  list(@Query({ schema: quarantineQuerySchema }) query: QuarantineQuery): Promise<QuarantineList> {
    return this.quarantine.list(query);
  }

  @Post('quarantine/:id/accept')
  @HttpCode(200)
  @ApiOperation({ summary: 'Put the price in force, now and whenever it is stated again' })
  @ApiOkResponse({ standardSchema: quarantinedPriceSchema })
  accept(
    @Param('id', { schema: quarantineIdSchema }) id: string,
    @Body({ schema: decisionSchema }) decision: Decision,
  ): Promise<QuarantinedPrice> {
    return this.quarantine.accept(id, decision);
  }

  @Post('quarantine/:id/reject')
  @HttpCode(200)
  @ApiOperation({ summary: 'Keep the price out for good' })
  @ApiOkResponse({ standardSchema: quarantinedPriceSchema })
  reject(
    @Param('id', { schema: quarantineIdSchema }) id: string,
    @Body({ schema: decisionSchema }) decision: Decision,
  ): Promise<QuarantinedPrice> {
    return this.quarantine.reject(id, decision);
  }

  @Get('events')
  @ApiOperation({ summary: 'What happened to prices, the newest first' })
  @ApiOkResponse({ standardSchema: priceEventListSchema })
  events(@Query({ schema: priceEventQuerySchema }) query: PriceEventQuery): Promise<PriceEventList> {
    return this.quarantine.events(query);
  }

  @Post('import')
  @ApiConsumes('application/json', 'text/csv')
  @HttpCode(200)
  @ApiOperation({ summary: "Take the operator's own price list in, through the same checks as every poll" })
  @ApiOkResponse({ standardSchema: importedListSchema })
  import(@Body({ schema: priceListRequestSchema }) { csv }: PriceListRequest): Promise<ImportedList> {
    return this.lists.import(csv);
  }
}

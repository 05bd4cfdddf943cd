import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  rateFileRequestSchema,
  rateListSchema,
  rateQuerySchema,
  rateRequestSchema,
  statedRatesSchema,
  type RateFileRequest,
  type RateList,
  type RateQuery,
  type RateRequest,
  type StatedRates,
} from './rates.schema.js';
import { RatesService } from './rates.service.js';

@ApiTags('prices')
@Controller('v1/prices/rates')
export class RatesController {
  constructor(private readonly rates: RatesService) {}

  @Get()
  @ApiOperation({ summary: 'Exchange rates, the latest day first' })
  @ApiOkResponse({ standardSchema: rateListSchema })
  list(@Query({ schema: rateQuerySchema }) query: RateQuery): Promise<RateList> {
    return this.rates.list(query);
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'State the exchange rate of a day; prices that wait for it are tried again' })
  @ApiOkResponse({ standardSchema: statedRatesSchema })
  add(@Body({ schema: rateRequestSchema }) rate: RateRequest): Promise<StatedRates> {
    return this.rates.add(rate);
  }

  @Post('import')
  @ApiConsumes('application/json', 'text/csv')
  @HttpCode(200)
  @ApiOperation({ summary: 'State the rates of a file: currency,date,usd_per_unit,source, or eurofxref-hist.csv' })
  @ApiOkResponse({ standardSchema: statedRatesSchema })
  import(@Body({ schema: rateFileRequestSchema }) file: RateFileRequest): Promise<StatedRates> {
    return this.rates.import(file);
  }
}

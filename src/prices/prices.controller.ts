import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { MatrixRow } from './price-matrix.js';
import type { PriceSummary } from './price-summary.js';
import {
  leftOutListSchema,
  leftOutQuerySchema,
  matrixQuerySchema,
  priceListSchema,
  priceMatrixSchema,
  priceQuerySchema,
  priceSummarySchema,
  type LeftOutQuery,
  type MatrixQuery,
  type PriceList,
  type PriceQuery,
} from './prices.schema.js';
import { PricesService } from './prices.service.js';
import type { LeftOutPrice } from './shipped-prices.js';

@ApiTags('prices')
@Controller('v1/prices')
export class PricesController {
  constructor(private readonly prices: PricesService) {}

  @Get()
  @ApiOperation({ summary: 'Offers in force that match, cheapest first by the figure asked for' })
  @ApiOkResponse({ standardSchema: priceListSchema })
  list(@Query({ schema: priceQuerySchema }) query: PriceQuery): PriceList {
    return this.prices.list(query);
  }

  @Get('matrix')
  @ApiOperation({ summary: 'The cheapest price per accelerator hour, by accelerator, cloud, purchase option and term' })
  @ApiOkResponse({ standardSchema: priceMatrixSchema })
  matrix(@Query({ schema: matrixQuerySchema }) query: MatrixQuery): MatrixRow[] {
    return this.prices.matrix(query);
  }

  @Get('left-out')
  @ApiOperation({ summary: 'Prices that are not offered, and why' })
  @ApiOkResponse({ standardSchema: leftOutListSchema })
  leftOut(@Query({ schema: leftOutQuerySchema }) query: LeftOutQuery): LeftOutPrice[] {
    return this.prices.leftOut(query);
  }

  @Get('summary')
  @ApiOperation({ summary: 'How many offers are in force, how old they are, and what was left out' })
  @ApiOkResponse({ standardSchema: priceSummarySchema })
  summary(): PriceSummary {
    return this.prices.summary();
  }
}

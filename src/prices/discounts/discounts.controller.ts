import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  discountIdSchema,
  discountListSchema,
  discountRequestSchema,
  discountSchema,
  type DiscountRequest,
  type StatedDiscount,
} from './discounts.schema.js';
import { DiscountsService } from './discounts.service.js';

@ApiTags('prices')
@Controller('v1/prices/discounts')
export class DiscountsController {
  constructor(private readonly discounts: DiscountsService) {}

  @Get()
  @ApiOperation({ summary: 'What you have negotiated with the clouds, expired and upcoming agreements too' })
  @ApiOkResponse({ standardSchema: discountListSchema })
  list(): StatedDiscount[] {
    return this.discounts.list();
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'State a discount; it holds at once, or from its first day' })
  @ApiOkResponse({ standardSchema: discountSchema })
  add(@Body({ schema: discountRequestSchema }) discount: DiscountRequest): Promise<StatedDiscount> {
    return this.discounts.add(discount);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Take a discount back; what came of it before stays as it was given' })
  @ApiOkResponse({ standardSchema: discountSchema })
  remove(@Param('id', { schema: discountIdSchema }) id: string): Promise<StatedDiscount> {
    return this.discounts.remove(id);
  }
}

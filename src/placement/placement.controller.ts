import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InputError } from '../platform/index.js';
import type { Example } from './examples.js';
import {
  exampleListSchema,
  placementsRequestSchema,
  planIdSchema,
  planListQuerySchema,
  planListSchema,
  type PlacementsRequest,
  type PlanList,
  type PlanListQuery,
} from './placement.schema.js';
import { PlacementService } from './placement.service.js';
import { fleetPlanSchema, quoteSchema, type FleetPlan, type Quote } from './plan.schema.js';
import { workloadSchema, type Workload } from './workload.schema.js';

const LONGEST_KEY = 255;

@ApiTags('placement')
@Controller('v1')
export class PlacementController {
  constructor(private readonly placements: PlacementService) {}

  @Post('placements/quote')
  @HttpCode(200)
  @ApiOperation({ summary: 'The cheapest place for one workload, explained; nothing is kept' })
  @ApiOkResponse({ standardSchema: quoteSchema })
  quote(@Body({ schema: workloadSchema }) workload: Workload): Quote {
    return this.placements.quote(workload);
  }

  @Post('placements')
  @HttpCode(200)
  @ApiOperation({ summary: 'The cheapest place for each of several workloads; the plan is kept' })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'Asking again with the same key plans nothing anew',
  })
  @ApiOkResponse({ standardSchema: fleetPlanSchema })
  place(
    @Body({ schema: placementsRequestSchema }) { workloads, ...limits }: PlacementsRequest,
    @Headers('idempotency-key') idempotencyKey?: string,
  ): Promise<FleetPlan> {
    return this.placements.place(workloads, limits, checkedKey(idempotencyKey));
  }

  @Get('placements')
  @ApiOperation({ summary: 'The plans that are kept, the newest first' })
  @ApiOkResponse({ standardSchema: planListSchema })
  list(@Query({ schema: planListQuerySchema }) query: PlanListQuery): Promise<PlanList> {
    return this.placements.plans(query);
  }

  @Get('placements/:id')
  @ApiOperation({ summary: 'A plan as it was given' })
  @ApiOkResponse({ standardSchema: fleetPlanSchema })
  byId(@Param('id', { schema: planIdSchema }) id: string): Promise<FleetPlan> {
    return this.placements.plan(id);
  }

  @Get('examples')
  @ApiOperation({ summary: 'The shipped example workloads' })
  @ApiOkResponse({ standardSchema: exampleListSchema })
  examples(): Example[] {
    return this.placements.examples();
  }

  @Get('examples/fleet/plan')
  @ApiOperation({ summary: "The example fleet's plan at the prices in force" })
  @ApiOkResponse({ standardSchema: fleetPlanSchema })
  exampleFleetPlan(): Promise<FleetPlan> {
    return this.placements.exampleFleetPlan();
  }
}

/** Nest holds no header against a schema. */
function checkedKey(given: string | undefined): string | null {
  const key = given?.trim();
  if (key === undefined) return null;
  if (key === '' || key.length > LONGEST_KEY) {
    throw new InputError(`The Idempotency-Key must have 1 to ${LONGEST_KEY} characters. Send another, or none.`);
  }
  return key;
}

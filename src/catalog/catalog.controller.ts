import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Accelerator } from './accelerator.js';
import {
  acceleratorSchema,
  describeModelSchema,
  instanceTypeSchema,
  modelSchema,
  regionSchema,
  type DescribeModel,
} from './catalog.schema.js';
import { CatalogService } from './catalog.service.js';
import type { InstanceType } from './instance-type.js';
import { parseModelConfig } from './model-config.js';
import { describeModel, type ModelDescription } from './model-description.js';
import type { Region } from './region.js';

@ApiTags('catalog')
@Controller('v1')
export class CatalogController {
  constructor(private readonly catalog: CatalogService) {}

  @Get('accelerators')
  @ApiOperation({ summary: 'Every accelerator that the three clouds rent, with its datasheet figures' })
  @ApiOkResponse({ standardSchema: z.array(acceleratorSchema) })
  listAccelerators(): readonly Accelerator[] {
    return this.catalog.accelerators();
  }

  @Get('instance-types')
  @ApiOperation({ summary: 'Every instance type with accelerators' })
  @ApiOkResponse({ standardSchema: z.array(instanceTypeSchema) })
  listInstanceTypes(): readonly InstanceType[] {
    return this.catalog.instanceTypes();
  }

  @Get('regions')
  @ApiOperation({ summary: 'Regions with place, power usage effectiveness and grid carbon where published' })
  @ApiOkResponse({ standardSchema: z.array(regionSchema) })
  listRegions(): readonly Region[] {
    return this.catalog.regions();
  }

  @Get('models')
  @ApiOperation({ summary: 'Models that can be named in workloads' })
  @ApiOkResponse({ standardSchema: z.array(modelSchema) })
  listModels(): ModelDescription[] {
    return this.catalog.models().map(describeModel);
  }

  @Post('models/describe')
  @HttpCode(200)
  @ApiOperation({ summary: 'Parameters, cache and weights of a shipped model or of a Hugging Face config' })
  @ApiOkResponse({ standardSchema: modelSchema })
  describeModel(@Body({ schema: describeModelSchema }) { name, config }: DescribeModel): ModelDescription {
    return describeModel(config === undefined ? this.catalog.model(name ?? '') : parseModelConfig(config, name));
  }
}

import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { healthSchema, livenessSchema, type Health } from './health.schema.js';
import { HealthService } from './health.service.js';

@ApiTags('operation')
@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  @Get()
  @ApiOperation({ summary: 'State of this process and its stores; always answered with 200' })
  @ApiOkResponse({ standardSchema: healthSchema })
  summary(): Promise<Health> {
    return this.health.check();
  }

  @Get('live')
  @ApiOperation({ summary: 'Whether the process runs: if this fails, restart it' })
  @ApiOkResponse({ standardSchema: livenessSchema })
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'Whether it can do its work: if this fails, send it no requests' })
  @ApiOkResponse({ standardSchema: healthSchema })
  @ApiServiceUnavailableResponse({ standardSchema: healthSchema })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Health> {
    const health = await this.health.check();
    if (health.status !== 'ready') void reply.status(503);
    return health;
  }
}

import { Global, Module, type DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ClickHouse } from './clickhouse/clickhouse.js';
import { HealthController } from './http/health.controller.js';
import { HealthService } from './http/health.service.js';
import { MetricsController } from './http/metrics.controller.js';
import { Metrics } from './http/metrics.js';
import { Jobs } from './jobs.js';
import { SETTINGS, type Settings } from './settings.js';
import type { Stores } from './stores.js';

/** What every module may ask for: settings, both stores, jobs, metrics. */
@Global()
@Module({})
export class PlatformModule {
  /** The stores are opened before and closed after the application, so that it never sees them half open. */
  static with(settings: Settings, stores: Stores): DynamicModule {
    const shared = [
      { provide: SETTINGS, useValue: settings },
      { provide: DataSource, useValue: stores.dataSource },
      { provide: ClickHouse, useValue: stores.clickhouse },
      { provide: Jobs, useValue: new Jobs(stores.databaseUrl) },
      Metrics,
    ];
    return {
      module: PlatformModule,
      controllers: [HealthController, MetricsController],
      providers: [...shared, HealthService],
      exports: [...shared, HealthService],
    };
  }
}

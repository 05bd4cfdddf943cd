import { Module, type DynamicModule } from '@nestjs/common';
import { BenchmarksModule } from './benchmarks/index.js';
import { CatalogModule } from './catalog/index.js';
import { PlacementModule } from './placement/index.js';
import { PlatformModule, type Settings, type Stores } from './platform/index.js';
import { PricesModule } from './prices/index.js';

/** The list of modules, nothing else. */
@Module({})
export class AppModule {
  static with(settings: Settings, stores: Stores): DynamicModule {
    return {
      module: AppModule,
      imports: [PlatformModule.with(settings, stores), CatalogModule, PricesModule, BenchmarksModule, PlacementModule],
    };
  }
}

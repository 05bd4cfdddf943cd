import { Module, type OnModuleInit } from '@nestjs/common';
import { CatalogController } from './catalog.controller.js';
import { CatalogLoader } from './catalog.loader.js';
import { CatalogService } from './catalog.service.js';

@Module({ controllers: [CatalogController], providers: [CatalogLoader, CatalogService], exports: [CatalogService] })
export class CatalogModule implements OnModuleInit {
  constructor(
    private readonly loader: CatalogLoader,
    private readonly catalog: CatalogService,
  ) {}

  /** Before the modules that import this one. */
  async onModuleInit(): Promise<void> {
    await this.loader.load();
    await this.catalog.refresh();
  }
}

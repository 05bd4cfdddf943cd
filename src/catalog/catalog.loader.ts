import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { loadRelease, replaceRows } from '../platform/index.js';
import { AcceleratorEntity, InstanceTypeEntity, RegionEntity } from './catalog.entity.js';
import { readAccelerators, readInstanceTypes, readRegions } from './shipped-catalog.js';

/** Puts the shipped catalog into PostgreSQL when it is another than the one there. */
@Injectable()
export class CatalogLoader {
  constructor(private readonly dataSource: DataSource) {}

  /** Returns whether anything was loaded. */
  load(): Promise<boolean> {
    return loadRelease(this.dataSource, {
      name: 'catalog',
      files: ['accelerators', 'instance-types', 'regions'].map((name) => `config/catalog/${name}.csv`),
      revision: 1,
      write: async (manager) =>
        (await replaceRows(manager, AcceleratorEntity, readAccelerators() as AcceleratorEntity[])) +
        (await replaceRows(manager, InstanceTypeEntity, readInstanceTypes() as InstanceTypeEntity[])) +
        (await replaceRows(manager, RegionEntity, readRegions() as RegionEntity[])),
    });
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Accelerator } from './accelerator.js';
import { AcceleratorEntity, InstanceTypeEntity, RegionEntity } from './catalog.entity.js';
import type { InstanceType } from './instance-type.js';
import type { ModelArchitecture } from './model-architecture.js';
import { modelNamed, shippedModels } from './model-catalog.js';
import type { Region } from './region.js';

interface Held {
  readonly accelerators: readonly Accelerator[];
  readonly instanceTypes: readonly InstanceType[];
  readonly regions: readonly Region[];
}

/** The nouns, held in memory: placing workloads asks for them thousands of times. PostgreSQL stays the truth. */
@Injectable()
export class CatalogService {
  private held: Held = { accelerators: [], instanceTypes: [], regions: [] };

  constructor(private readonly dataSource: DataSource) {}

  /** Reads everything again; until the first time the catalog is empty. */
  async refresh(): Promise<void> {
    const [accelerators, instanceTypes, regions] = await Promise.all([
      this.dataSource.getRepository(AcceleratorEntity).find({ order: { id: 'ASC' } }),
      this.dataSource.getRepository(InstanceTypeEntity).find({ order: { cloud: 'ASC', name: 'ASC' } }),
      this.dataSource.getRepository(RegionEntity).find({ order: { cloud: 'ASC', name: 'ASC' } }),
    ]);
    this.held = { accelerators, instanceTypes, regions };
  }

  /** In the order of their ids. */
  accelerators(): readonly Accelerator[] {
    return this.held.accelerators;
  }

  instanceTypes(): readonly InstanceType[] {
    return this.held.instanceTypes;
  }

  regions(): readonly Region[] {
    return this.held.regions;
  }

  models(): readonly ModelArchitecture[] {
    return shippedModels();
  }

  /** Throws `InputError` with the nearest names where there is no such model. */
  model(name: string): ModelArchitecture {
    return modelNamed(name);
  }
}

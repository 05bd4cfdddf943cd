import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ChannelListener, HeldCopy } from '../platform/index.js';
import { OWN_MEASUREMENTS_CHANNEL, OWN_MEASUREMENTS_STATE, OwnMeasurements } from './own-measurements.js';
import { servingRows, type ServingRow } from './serving-rows.js';

/** Measurements that predictions are corrected by: more would take seconds to learn from. */
const MOST_RUNS = 1000;

/** The users' own serving runs as one process sees them, those imported last. PostgreSQL stays the truth. */
@Injectable()
export class OwnServingRuns implements OnModuleInit, OnModuleDestroy {
  private readonly copy: HeldCopy<readonly ServingRow[]>;
  private readonly listener: ChannelListener;

  constructor(dataSource: DataSource, own: OwnMeasurements) {
    const latest = async () => servingRows(await own.latest(MOST_RUNS));
    this.copy = new HeldCopy(dataSource, OWN_MEASUREMENTS_STATE, latest, []);
    this.listener = new ChannelListener(dataSource, OWN_MEASUREMENTS_CHANNEL, () => this.refresh());
  }

  async onModuleInit(): Promise<void> {
    await this.refresh();
    await this.listener.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.listener.stop();
  }

  /** The state is another one after every change. */
  current(): { readonly state: string; readonly rows: readonly ServingRow[] } {
    return { state: this.copy.state, rows: this.copy.value };
  }

  /** Reads them again if they were changed, here or by another process. */
  async refresh(): Promise<void> {
    await this.copy.refresh();
  }
}

import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { announcedState, ChannelListener } from '../platform/index.js';
import { OWN_MEASUREMENTS_CHANNEL, OWN_MEASUREMENTS_STATE, OwnMeasurements } from './own-measurements.js';
import { servingRows, type ServingRow } from './serving-rows.js';

/** Measurements that predictions are corrected by: more would take seconds to learn from. */
const MOST_RUNS = 1000;

/** The users' own serving runs as one process sees them, those imported last. PostgreSQL stays the truth. */
@Injectable()
export class OwnServingRuns implements OnModuleInit, OnModuleDestroy {
  /** Another one after every change. */
  private held: { readonly state: string; readonly rows: readonly ServingRow[] } = { state: 'not read yet', rows: [] };
  private reading: Promise<unknown> = Promise.resolve();
  private readonly listener: ChannelListener;

  constructor(
    private readonly dataSource: DataSource,
    private readonly own: OwnMeasurements,
  ) {
    this.listener = new ChannelListener(dataSource, OWN_MEASUREMENTS_CHANNEL, () => this.refresh());
  }

  async onModuleInit(): Promise<void> {
    await this.refresh();
    await this.listener.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.listener.stop();
  }

  current(): { readonly state: string; readonly rows: readonly ServingRow[] } {
    return this.held;
  }

  /** Reads them again if they were changed, here or by another process. */
  refresh(): Promise<void> {
    const read = this.reading.then(() => this.read());
    this.reading = read.catch(() => undefined);
    return read;
  }

  private async read(): Promise<void> {
    const state = await announcedState(this.dataSource.manager, OWN_MEASUREMENTS_STATE);
    if (state === this.held.state) return;
    this.held = { state, rows: servingRows(await this.own.latest(MOST_RUNS)) };
  }
}

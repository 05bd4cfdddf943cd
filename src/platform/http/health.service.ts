import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ClickHouse } from '../clickhouse/clickhouse.js';
import { SETTINGS, type Settings } from '../settings.js';
import { productVersion } from '../version.js';
import type { Health, StoreHealth } from './health.schema.js';

/** A store that says nothing for so long counts as gone. */
const PATIENCE_MS = 3000;

/** Whether this process can do its work. */
@Injectable()
export class HealthService {
  private phase: 'starting' | 'ready' | 'stopping' = 'starting';
  private readonly startedAt = new Date().toISOString();

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly dataSource: DataSource,
    private readonly clickhouse: ClickHouse,
  ) {}

  /** Shipped data are loaded. */
  becomeReady(): void {
    this.phase = 'ready';
  }

  /** Whoever spreads the load should send no more. */
  beginToStop(): void {
    this.phase = 'stopping';
  }

  async check(): Promise<Health> {
    const [postgresql, clickhouse] = await Promise.all([
      answer(() => this.dataSource.query('SELECT 1')),
      answer(() => this.clickhouse.query('SELECT 1')),
    ]);
    const storesAnswer = postgresql.ok && clickhouse.ok;
    return {
      status: this.phase === 'ready' && !storesAnswer ? 'degraded' : this.phase,
      version: productVersion(),
      roles: [...this.settings.roles],
      startedAt: this.startedAt,
      stores: { postgresql, clickhouse },
    };
  }
}

async function answer(ask: () => Promise<unknown>): Promise<StoreHealth> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS / 1000} s`)), PATIENCE_MS);
  });
  try {
    await Promise.race([ask(), silence]);
    return { ok: true, detail: null };
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}

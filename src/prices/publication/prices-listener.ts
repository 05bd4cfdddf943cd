import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { DiscountBook } from '../discounts/discount-book.js';
import { OfferCatalog } from '../offer-catalog.js';
import { PRICES_CHANNEL } from './announce.js';

/** Also without hearing anything, for a connection can die unnoticed. */
const LOOK_EVERY_MS = 60_000;
/** How soon a lost connection is made again. */
const RECONNECT_MS = 1000;

/** What the listener needs of the connection of node-postgres. */
interface ListeningConnection {
  on(event: 'notification' | 'error' | 'end', listener: () => void): unknown;
  query(sql: string): Promise<unknown>;
}

/** Hears from PostgreSQL when any process has put other prices in force or stated other discounts, and reads them. */
@Injectable()
export class PricesListener {
  private readonly logger = new Logger('prices');
  private runner: QueryRunner | null = null;
  private timer: NodeJS.Timeout | undefined;
  private retry: NodeJS.Timeout | undefined;
  private stopped = false;
  private reading: Promise<void> = Promise.resolve();

  constructor(
    private readonly dataSource: DataSource,
    private readonly offers: OfferCatalog,
    private readonly discounts: DiscountBook,
  ) {}

  async start(): Promise<void> {
    this.timer = setInterval(() => this.read(), LOOK_EVERY_MS).unref();
    await this.listen();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    clearTimeout(this.retry);
    await this.release();
    await this.reading;
  }

  private async listen(): Promise<void> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const connection = (await runner.connect()) as ListeningConnection;
      this.runner = runner;
      connection.on('notification', () => this.read());
      connection.on('error', () => void this.again());
      connection.on('end', () => void this.again());
      await connection.query(`LISTEN ${PRICES_CHANNEL}`);
      // What was said while nobody listened.
      this.read();
    } catch (error) {
      this.logger.debug(`Cannot listen for prices: ${(error as Error).message}`);
      await this.again();
    }
  }

  private async again(): Promise<void> {
    await this.release();
    if (this.stopped) return;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => void this.listen(), RECONNECT_MS).unref();
  }

  private async release(): Promise<void> {
    const runner = this.runner;
    this.runner = null;
    // A connection that is broken cannot be given back in order; there is nothing to be done about it.
    await runner?.release().catch(() => undefined);
  }

  /** One after the other; a failure is no reason to stop serving what is held: the next turn tries again. */
  private read(): void {
    this.reading = this.reading.then(async () => {
      if (this.stopped) return;
      await this.offers.refresh().catch(() => undefined);
      await this.discounts.refresh().catch(() => undefined);
    });
  }
}

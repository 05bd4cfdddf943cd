import { Logger } from '@nestjs/common';
import type { DataSource, QueryRunner } from 'typeorm';

/** Also without hearing anything, for a connection can die unnoticed. */
const LOOK_EVERY_MS = 60_000;
/** How soon a lost connection is made again. */
const RECONNECT_MS = 1000;

/** What the listener needs of the connection of node-postgres. */
interface ListeningConnection {
  on(event: 'notification' | 'error' | 'end', listener: () => void): unknown;
  query(sql: string): Promise<unknown>;
}

/** Hears from PostgreSQL when any process has changed something that others hold in memory, and has it read again. */
export class ChannelListener {
  private readonly logger: Logger;
  private runner: QueryRunner | null = null;
  private timer: NodeJS.Timeout | undefined;
  private retry: NodeJS.Timeout | undefined;
  private stopped = false;
  private reading: Promise<void> = Promise.resolve();

  /**
   * @param channel of PostgreSQL's NOTIFY, an identifier
   * @param refresh reads what changed, if anything did; never at the same time as another
   */
  constructor(
    private readonly dataSource: DataSource,
    private readonly channel: string,
    private readonly refresh: () => Promise<void>,
  ) {
    this.logger = new Logger(channel);
  }

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
      await connection.query(`LISTEN ${this.channel}`);
      // What was said while nobody listened.
      this.read();
    } catch (error) {
      this.logger.debug(`Cannot listen: ${(error as Error).message}`);
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
      if (!this.stopped) await this.refresh().catch(() => undefined);
    });
  }
}

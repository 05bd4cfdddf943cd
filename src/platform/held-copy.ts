import type { DataSource } from 'typeorm';
import { DataReleaseEntity } from './data-release.entity.js';

/** What was announced last of something that processes hold in memory. */
export interface AnnouncedState {
  /** Another one after every change; empty where none was ever announced. */
  readonly state: string;
  /** As the announcement counts them. */
  readonly rows: number;
}

/** A copy in memory of what PostgreSQL holds, read again only where another state of it was announced. */
export class HeldCopy<Value> {
  private held: { readonly state: string | null; readonly value: Value };
  private reading: Promise<unknown> = Promise.resolve();

  /**
   * @param name in `data_release`, under which changes are announced
   * @param read everything anew; never twice at the same time
   * @param before what is held until the first `refresh`
   */
  constructor(
    private readonly dataSource: DataSource,
    private readonly name: string,
    private readonly read: (announced: AnnouncedState) => Promise<Value>,
    before: Value,
  ) {
    this.held = { state: null, value: before };
  }

  get value(): Value {
    return this.held.value;
  }

  /** Empty before the first `refresh`, and where no change was ever announced. */
  get state(): string {
    return this.held.state ?? '';
  }

  /** Reads it again if it was changed, here or by another process; what two ask for at once is read once. */
  refresh(): Promise<Value> {
    const done = this.reading.then(() => this.readIfChanged());
    this.reading = done.catch(() => undefined);
    return done;
  }

  private async readIfChanged(): Promise<Value> {
    const found = await this.dataSource.getRepository(DataReleaseEntity).findOneBy({ name: this.name });
    const announced = { state: found?.sha256 ?? '', rows: found?.rows ?? 0 };
    if (announced.state !== this.held.state) {
      this.held = { state: announced.state, value: await this.read(announced) };
    }
    return this.held.value;
  }
}

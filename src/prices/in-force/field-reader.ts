const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** PostgreSQL counts microseconds from here. */
const EPOCH_MS = Date.UTC(2000, 0, 1);
/** Of the binary form of `jsonb`. */
const JSONB_VERSION_BYTES = 1;

/** Reads the fields of a row in PostgreSQL's binary format, one after the other. */
export class FieldReader {
  constructor(
    private readonly view: DataView,
    private at: number,
  ) {}

  text(): string {
    return this.textOrNull() ?? '';
  }

  textOrNull(): string | null {
    const length = this.length();
    return length < 0 ? null : this.decode(length);
  }

  double(): number | null {
    return this.length() < 0 ? null : this.view.getFloat64(this.skipped(8));
  }

  small(): number | null {
    return this.length() < 0 ? null : this.view.getInt16(this.skipped(2));
  }

  /** ISO 8601 in UTC, to the millisecond. */
  instant(): string {
    this.length();
    const microseconds = this.view.getBigInt64(this.skipped(8));
    // Rounded down, before the epoch too, as the driver does.
    const milliseconds = Math.floor(Number(microseconds) / 1000);
    return new Date(EPOCH_MS + milliseconds).toISOString();
  }

  json(): unknown {
    const length = this.length();
    if (length < 0) return null;
    this.skipped(JSONB_VERSION_BYTES);
    return JSON.parse(this.decode(length - JSONB_VERSION_BYTES));
  }

  private length(): number {
    return this.view.getInt32(this.skipped(4));
  }

  private decode(length: number): string {
    return UTF8.decode(new Uint8Array(this.view.buffer, this.skipped(length), length));
  }

  private skipped(bytes: number): number {
    const start = this.at;
    this.at += bytes;
    return start;
  }
}

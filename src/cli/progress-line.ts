/** One line on a terminal that is drawn over and over; elsewhere nothing, for logs are no place for it. */
export class ProgressLine {
  private width = 0;

  constructor(private readonly stream: NodeJS.WriteStream = process.stderr) {}

  draw(text: string): void {
    if (!this.stream.isTTY) return;
    const shown = text.slice(0, Math.max(20, this.stream.columns - 1));
    this.stream.write(`\r${shown.padEnd(this.width)}`);
    this.width = shown.length;
  }

  /** Takes the line away. */
  clear(): void {
    if (!this.stream.isTTY || this.width === 0) return;
    this.stream.write(`\r${' '.repeat(this.width)}\r`);
    this.width = 0;
  }
}

const BAR_CELLS = 24;

/** `[######------]` for a share from 0 to 1; shares outside are taken as the nearest end. */
export function bar(share: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * BAR_CELLS);
  return `[${'#'.repeat(filled)}${'-'.repeat(BAR_CELLS - filled)}]`;
}

/** Remembers the least of many numbers: so many of them, and which one is the last of those. */
export class Least {
  private readonly heap: Float64Array;
  private held = 0;
  /** What a number has to stay below to be among them, or reach; without limit while there is room. */
  most = Infinity;

  /** @param size how many are remembered, 1 or more */
  constructor(size: number) {
    this.heap = new Float64Array(size);
  }

  add(number: number): void {
    if (this.held < this.heap.length) {
      this.up(this.held, number);
      this.held += 1;
      if (this.held === this.heap.length) this.most = this.heap[0] ?? Infinity;
    } else if (number < this.most) {
      this.down(number);
      this.most = this.heap[0] ?? Infinity;
    }
  }

  /** The greatest is at the top, and each is at least as great as the two below it. */
  private up(place: number, number: number): void {
    let at = place;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const other = this.heap[above] ?? 0;
      if (other >= number) break;
      this.heap[at] = other;
      at = above;
    }
    this.heap[at] = number;
  }

  private down(number: number): void {
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= this.held) break;
      if (below + 1 < this.held && (this.heap[below + 1] ?? 0) > (this.heap[below] ?? 0)) below += 1;
      const other = this.heap[below] ?? 0;
      if (other <= number) break;
      this.heap[at] = other;
      at = below;
    }
    this.heap[at] = number;
  }
}

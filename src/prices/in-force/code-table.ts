/** Gives each of the values that come again and again a small number, from the bytes in which they arrive. */
export class CodeTable<Value> {
  /** By code. */
  readonly values: Value[] = [];
  /** Code plus one by place in the table; 0: free. */
  private slots = new Int32Array(256);
  private readonly hashes: number[] = [];
  private readonly starts: number[] = [0];
  private bytes = new DataView(new ArrayBuffer(4096));
  private last = -1;

  /** @param read makes the value of bytes that have not been seen before */
  constructor(private readonly read: (view: DataView, start: number, end: number) => Value) {}

  /** The code of the value in these bytes. */
  code(view: DataView, start: number, end: number): number {
    // Rows that were written together are alike.
    if (this.last >= 0 && this.isEqual(this.last, view, start, end)) return this.last;
    const hash = hashOf(view, start, end);
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const code = (this.slots[slot] ?? 0) - 1;
      if (code < 0) break;
      if (this.hashes[code] === hash && this.isEqual(code, view, start, end)) return (this.last = code);
      slot = (slot + 1) & mask;
    }
    return (this.last = this.add(view, start, end, hash, slot));
  }

  private add(view: DataView, start: number, end: number, hash: number, slot: number): number {
    const code = this.values.length;
    this.values.push(this.read(view, start, end));
    this.hashes.push(hash);
    this.keep(view, start, end);
    this.slots[slot] = code + 1;
    if (this.values.length * 2 > this.slots.length) this.grow();
    return code;
  }

  private keep(view: DataView, start: number, end: number): void {
    const at = this.starts.at(-1) ?? 0;
    const needed = at + end - start;
    if (needed > this.bytes.byteLength) {
      const larger = new Uint8Array(needed * 2);
      larger.set(new Uint8Array(this.bytes.buffer));
      this.bytes = new DataView(larger.buffer);
    }
    new Uint8Array(this.bytes.buffer).set(new Uint8Array(view.buffer, start, end - start), at);
    this.starts.push(needed);
  }

  private grow(): void {
    this.slots = new Int32Array(this.slots.length * 4);
    const mask = this.slots.length - 1;
    for (const [code, hash] of this.hashes.entries()) {
      let slot = hash & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = code + 1;
    }
  }

  private isEqual(code: number, view: DataView, start: number, end: number): boolean {
    let at = this.starts[code] ?? 0;
    if ((this.starts[code + 1] ?? 0) - at !== end - start) return false;
    let here = start;
    for (; here + 4 <= end; here += 4, at += 4) {
      if (view.getInt32(here) !== this.bytes.getInt32(at)) return false;
    }
    for (; here < end; here += 1, at += 1) {
      if (view.getUint8(here) !== this.bytes.getUint8(at)) return false;
    }
    return true;
  }
}

/** Four bytes at a time; the constants are those of MurmurHash3. */
function hashOf(view: DataView, start: number, end: number): number {
  let hash = end - start;
  let at = start;
  for (; at + 4 <= end; at += 4) hash = mixed(hash, view.getInt32(at));
  for (; at < end; at += 1) hash = mixed(hash, view.getUint8(at));
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function mixed(hash: number, word: number): number {
  const scrambled = Math.imul(word, 0xcc9e2d51);
  const turned = hash ^ Math.imul((scrambled << 15) | (scrambled >>> 17), 0x1b873593);
  return (Math.imul((turned << 13) | (turned >>> 19), 5) + 0xe6546b64) | 0;
}

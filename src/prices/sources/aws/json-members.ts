import { OutboundError } from '../../../platform/index.js';

/** What to do with a member of an object: look at its own members, be given it as a whole, or go past it. */
export type MemberVerdict = 'enter' | 'take' | 'skip';

export interface MemberVisitor {
  /** @param path keys of the objects around the member, outermost first; the array is reused */
  verdict(path: readonly string[], key: string): MemberVerdict;
  /** @param value the bytes of the member; they are overwritten after the call */
  take(path: readonly string[], key: string, value: Buffer): void;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const LESS_THAN = 0x3c;

const enum At {
  Start,
  Key,
  InKey,
  Colon,
  Value,
  InValue,
  AfterValue,
  Done,
}

/** Longest key, in bytes. */
const MOST_KEY_BYTES = 4096;

/**
 * Walks one JSON object as its bytes arrive, without ever holding more of it than the member that is being taken. What
 * is skipped is only counted through (quotes and brackets), which is several times faster than parsing it; what is taken
 * is left to `JSON.parse`. Throws `OutboundError` (`unreadable`) where the bytes are no JSON object or end too early.
 */
export class JsonMembers {
  private at = At.Start;
  private readonly path: string[] = [];
  private key = '';
  private taking = false;
  /** Within a value: brackets that are open, and whether a string is; `escaped`: the next byte belongs to a backslash. */
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** Beginning of a key or a taken value that goes on in the next chunk. */
  private readonly held: Held;
  private consumed = 0;

  /**
   * @param name what is read, for messages
   * @param mostValueBytes largest member that may be taken
   */
  constructor(
    private readonly name: string,
    private readonly visitor: MemberVisitor,
    private readonly mostValueBytes: number,
  ) {
    this.held = new Held(64 * 1024);
  }

  push(chunk: Buffer): void {
    let index = 0;
    while (index < chunk.length) {
      if (this.at === At.InValue) index = this.throughValue(chunk, index);
      else if (this.at === At.InKey) index = this.throughKey(chunk, index);
      else index = this.step(chunk, index);
    }
    this.consumed += chunk.length;
  }

  /** To be called after the last chunk: what has not come to its end by then was cut off. */
  end(): void {
    if (this.at === At.Start) throw new OutboundError('unreadable', `${this.name} is empty.`);
    if (this.at === At.Done) return;
    throw new OutboundError('unreadable', `${this.name} is JSON that is cut off after ${this.consumed} bytes.`);
  }

  /** One byte between values; gives the index of the next one. */
  private step(chunk: Buffer, index: number): number {
    const byte = chunk[index] as number;
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) return index + 1;
    switch (this.at) {
      case At.Start:
        if (byte === LESS_THAN) throw new OutboundError('unreadable', `${this.name} is HTML or XML.`);
        this.expect(byte === OPEN_OBJECT, index);
        this.at = At.Key;
        return index + 1;
      case At.Key:
        if (byte === CLOSE_OBJECT) return this.close(index);
        this.expect(byte === QUOTE, index);
        this.at = At.InKey;
        return index + 1;
      case At.Colon:
        this.expect(byte === COLON, index);
        this.at = At.Value;
        return index + 1;
      case At.Value:
        return this.beginValue(byte, index);
      case At.AfterValue:
        if (byte === CLOSE_OBJECT) return this.close(index);
        this.expect(byte === COMMA, index);
        this.at = At.Key;
        return index + 1;
      default:
        this.expect(false, index);
        return index;
    }
  }

  private beginValue(byte: number, index: number): number {
    const verdict = this.visitor.verdict(this.path, this.key);
    if (verdict === 'enter') {
      this.expect(byte === OPEN_OBJECT, index);
      this.path.push(this.key);
      this.at = At.Key;
      return index + 1;
    }
    this.taking = verdict === 'take';
    this.depth = 0;
    this.at = At.InValue;
    return index;
  }

  private close(index: number): number {
    this.at = this.path.length === 0 ? At.Done : At.AfterValue;
    this.path.pop();
    return index + 1;
  }

  private throughKey(chunk: Buffer, from: number): number {
    let index = from;
    const { length } = chunk;
    while (index < length) {
      const byte = chunk[index];
      if (this.escaped) this.escaped = false;
      else if (byte === BACKSLASH) this.escaped = true;
      else if (byte === QUOTE) {
        this.key = keyOf(this.held.complete(chunk, from, index));
        this.at = At.Colon;
        return index + 1;
      }
      index += 1;
    }
    this.hold(chunk, from, MOST_KEY_BYTES);
    return length;
  }

  /** The hot loop: nearly every byte of a price list goes through here. */
  private throughValue(chunk: Buffer, from: number): number {
    const { length } = chunk;
    let { depth, inString, escaped } = this;
    let index = from;
    let ended = false;
    while (index < length) {
      if (inString) {
        if (escaped) {
          escaped = false;
          index += 1;
          continue;
        }
        const byte = chunk[index] as number;
        index += 1;
        if (byte === QUOTE) {
          inString = false;
          if (depth > 0) continue;
          ended = true;
          break;
        }
        if (byte === BACKSLASH) escaped = true;
        continue;
      }
      const byte = chunk[index] as number;
      if (byte === QUOTE) inString = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth += 1;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        // A number or a word ends with the object around it, which is not part of it.
        if (depth === 0) {
          ended = true;
          break;
        }
        depth -= 1;
        if (depth === 0) {
          index += 1;
          ended = true;
          break;
        }
      } else if (depth === 0 && (byte === COMMA || byte <= 0x20)) {
        ended = true;
        break;
      }
      index += 1;
    }
    this.depth = depth;
    this.inString = inString;
    this.escaped = escaped;
    if (ended) this.endValue(chunk, from, index);
    else if (this.taking) this.hold(chunk, from, this.mostValueBytes);
    return index;
  }

  private endValue(chunk: Buffer, from: number, index: number): void {
    this.at = At.AfterValue;
    if (!this.taking) return;
    this.tooLarge(this.held.size + index - from, this.mostValueBytes);
    this.visitor.take(this.path, this.key, this.held.complete(chunk, from, index));
  }

  private hold(chunk: Buffer, from: number, most: number): void {
    this.tooLarge(this.held.size + chunk.length - from, most);
    this.held.add(chunk, from, chunk.length);
  }

  private tooLarge(bytes: number, most: number): void {
    if (bytes <= most) return;
    const where = [...this.path, this.key].join(' › ');
    throw new OutboundError('too_large', `${this.name} has a member of more than ${most} bytes at ${where}.`);
  }

  private expect(met: boolean, index: number): void {
    if (met) return;
    throw new OutboundError('unreadable', `${this.name} is no JSON at byte ${this.consumed + index}.`);
  }
}

/** Bytes that go on in the next chunk, in a buffer that is used again and again. */
class Held {
  size = 0;
  private bytes: Buffer;

  constructor(initial: number) {
    this.bytes = Buffer.allocUnsafe(initial);
  }

  add(chunk: Buffer, from: number, to: number): void {
    const size = this.size + to - from;
    if (size > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(size, this.bytes.length * 2));
      this.bytes.copy(larger, 0, 0, this.size);
      this.bytes = larger;
    }
    chunk.copy(this.bytes, this.size, from, to);
    this.size = size;
  }

  /** What is held and what follows it: the chunk's own bytes where nothing is held. */
  complete(chunk: Buffer, from: number, to: number): Buffer {
    if (this.size === 0) return chunk.subarray(from, to);
    this.add(chunk, from, to);
    const whole = this.bytes.subarray(0, this.size);
    this.size = 0;
    return whole;
  }
}

function keyOf(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : text;
}

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

/** What a byte outside of strings means to somebody who only looks for the end of a value: for nearly all of them, nothing. */
const PLAIN = 0;
const STRING = 1;
const OPEN = 2;
const CLOSE = 3;
const KIND = new Uint8Array(256);
KIND[QUOTE] = STRING;
KIND[OPEN_OBJECT] = KIND[OPEN_ARRAY] = OPEN;
KIND[CLOSE_OBJECT] = KIND[CLOSE_ARRAY] = CLOSE;

/** A string that goes on in the next chunk; in the second case its next byte belongs to a backslash. */
const NO_STRING = 0;
const GOES_ON = -1;
const GOES_ON_ESCAPED = -2;

const enum At {
  Start,
  Key,
  InKey,
  Colon,
  Value,
  /** Within an object or a list, a string, a number or word. */
  InBrackets,
  InString,
  InWord,
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
  /** Brackets that are open within a value. */
  private depth = 0;
  /** Where the last chunk ended within a string. */
  private openString = NO_STRING;
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
      if (this.at === At.InBrackets) index = this.throughBrackets(chunk, index);
      else if (this.at === At.InString) index = this.throughString(chunk, index);
      else if (this.at === At.InWord) index = this.throughWord(chunk, index);
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
        return this.beginValue(chunk, byte, index);
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

  private beginValue(chunk: Buffer, byte: number, index: number): number {
    const verdict = this.visitor.verdict(this.path, this.key);
    if (verdict === 'enter') {
      this.expect(byte === OPEN_OBJECT, index);
      this.path.push(this.key);
      this.at = At.Key;
      return index + 1;
    }
    this.taking = verdict === 'take';
    const kind = KIND[byte];
    this.expect(kind !== CLOSE && byte !== COMMA, index);
    this.at = kind === OPEN ? At.InBrackets : kind === STRING ? At.InString : At.InWord;
    this.depth = 0;
    if (kind !== STRING) return index;
    // The quote is part of what is taken, and must not end the string.
    if (this.taking) this.held.add(chunk, index, index + 1);
    return index + 1;
  }

  private close(index: number): number {
    this.at = this.path.length === 0 ? At.Done : At.AfterValue;
    this.path.pop();
    return index + 1;
  }

  private throughKey(chunk: Buffer, from: number): number {
    const end = this.pastString(chunk, from);
    if (end < 0) return this.hold(chunk, from, MOST_KEY_BYTES);
    this.key = keyOf(this.held.complete(chunk, from, end - 1));
    this.at = At.Colon;
    return end;
  }

  private throughString(chunk: Buffer, from: number): number {
    const end = this.pastString(chunk, from);
    return end < 0 ? this.goOn(chunk, from) : this.endValue(chunk, from, end);
  }

  /** A number or a word ends with what follows it. */
  private throughWord(chunk: Buffer, from: number): number {
    let index = from;
    while (index < chunk.length) {
      const byte = chunk[index] as number;
      if (byte <= 0x20 || byte === COMMA || KIND[byte] !== PLAIN) return this.endValue(chunk, from, index);
      index += 1;
    }
    return this.goOn(chunk, from);
  }

  /** The hot loop: nearly every byte of a price list goes through here. */
  private throughBrackets(chunk: Buffer, from: number): number {
    const { length } = chunk;
    let { depth } = this;
    let index = from;
    if (this.openString !== NO_STRING) {
      index = this.pastString(chunk, index);
      if (index < 0) return this.goOn(chunk, from);
    }
    while (index < length) {
      const kind = KIND[chunk[index++] as number];
      if (kind === PLAIN) continue;
      if (kind === OPEN) depth += 1;
      else if (kind === CLOSE) {
        depth -= 1;
        if (depth === 0) return this.endValue(chunk, from, index);
      } else {
        const end = pastString(chunk, index);
        if (end < 0) {
          this.openString = end;
          break;
        }
        index = end;
      }
    }
    this.depth = depth;
    return this.goOn(chunk, from);
  }

  /** As `pastString`, from where the last chunk ended. */
  private pastString(chunk: Buffer, from: number): number {
    const end = pastString(chunk, this.openString === GOES_ON_ESCAPED ? from + 1 : from);
    this.openString = end < 0 ? end : NO_STRING;
    return end;
  }

  private goOn(chunk: Buffer, from: number): number {
    return this.taking ? this.hold(chunk, from, this.mostValueBytes) : chunk.length;
  }

  private endValue(chunk: Buffer, from: number, end: number): number {
    this.at = At.AfterValue;
    if (!this.taking) return end;
    this.tooLarge(this.held.size + end - from, this.mostValueBytes);
    this.visitor.take(this.path, this.key, this.held.complete(chunk, from, end));
    return end;
  }

  /** Keeps the rest of a chunk, whose key or value goes on in the next one. */
  private hold(chunk: Buffer, from: number, most: number): number {
    this.tooLarge(this.held.size + chunk.length - from, most);
    this.held.add(chunk, from, chunk.length);
    return chunk.length;
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

/** The index behind the closing quote; negative where the string goes on in the next chunk. */
function pastString(bytes: Buffer, from: number): number {
  const { length } = bytes;
  let index = from;
  while (index < length) {
    const byte = bytes[index++];
    if (byte === QUOTE) return index;
    if (byte === BACKSLASH) index += 1;
  }
  return index > length ? GOES_ON_ESCAPED : GOES_ON;
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
  if (!text.includes('\\')) return text;
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch (error) {
    throw new OutboundError('unreadable', 'The list is no JSON: a name has an escape that means nothing.', null, null, {
      cause: error,
    });
  }
}

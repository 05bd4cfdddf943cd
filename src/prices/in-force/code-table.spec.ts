import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodeTable } from './code-table.js';

const text = (view: DataView, start: number, end: number) =>
  new TextDecoder().decode(new Uint8Array(view.buffer, start, end - start));

describe('a table of codes', () => {
  it('gives equal texts the same code, and the code its text, wherever in memory the text lies', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ maxLength: 12 }), fc.nat(7))), (given) => {
        const table = new CodeTable(text);
        const codes = new Map<string, number>();
        for (const [value, offset] of given) {
          const bytes = new TextEncoder().encode(value);
          const memory = new Uint8Array(offset + bytes.length + 3).fill(0x78);
          memory.set(bytes, offset);
          const code = table.code(new DataView(memory.buffer), offset, offset + bytes.length);
          expect(table.values[code]).toBe(new TextDecoder().decode(bytes));
          expect(codes.get(value) ?? code).toBe(code);
          codes.set(value, code);
        }
        expect(new Set(codes.values()).size).toBe(new Set(table.values).size);
      }),
    );
  });

  it('holds as many as there are', () => {
    const table = new CodeTable(text);
    const view = new DataView(new ArrayBuffer(4));
    const code = (number: number) => {
      view.setInt32(0, number);
      return table.code(view, 0, 4);
    };
    const first = Array.from({ length: 50_000 }, (_, number) => code(number));
    expect(new Set(first).size).toBe(50_000);
    expect(Array.from({ length: 50_000 }, (_, number) => code(number))).toEqual(first);
  });
});

import { InputError } from '../../platform/index.js';
import { gridOf, type Grid } from './grid.js';

/** Measured seconds of operations, by the key of what they ran on and as what. */
export interface OperationTables {
  /** `accelerator|format` → n, k, rows (tokens). */
  readonly products: ReadonlyMap<string, Grid>;
  /** `accelerator|head size|key-value heads` → heads, requests, context. */
  readonly generationAttention: ReadonlyMap<string, Grid>;
  /** `accelerator|head size` → heads, length. */
  readonly promptAttention: ReadonlyMap<string, Grid>;
  /** `accelerator|format` → heads, requests, context; projections included. */
  readonly latentGeneration: ReadonlyMap<string, Grid>;
  /** `accelerator|format` → heads, length. */
  readonly latentPrompt: ReadonlyMap<string, Grid>;
  /** `accelerator|format` → how the routed experts of measured models ran. */
  readonly experts: ReadonlyMap<string, readonly MeasuredExperts[]>;
  /** `accelerator` → accelerators, bytes. */
  readonly allReduce: ReadonlyMap<string, Grid>;
}

/** A layer of routed experts, as laid over accelerators. */
export interface MeasuredExperts {
  readonly hidden: number;
  readonly inner: number;
  readonly perToken: number;
  readonly experts: number;
  /** Accelerators that share each expert. */
  readonly tensor: number;
  /** Groups that the experts are dealt out to. */
  readonly expertParallel: number;
  /** Tokens of all accelerators → seconds. */
  readonly seconds: Grid;
}

/** Reads one file of the shipped tables. */
export type ReadTable = (file: string) => string;

/**
 * The tables from CSV, with the columns of the shipped ones; cells are microseconds.
 *
 * @throws InputError naming the file and line that cannot be used
 */
export function readOperationTables(read: ReadTable): OperationTables {
  const grids = (file: string, keys: number, axes: number) => gridsOf(linesOf(file, read(file), keys + axes), keys);
  return {
    products: grids('products.csv', 2, 2),
    generationAttention: grids('generation-attention.csv', 3, 2),
    promptAttention: grids('prompt-attention.csv', 2, 1),
    latentGeneration: grids('latent-generation.csv', 2, 2),
    latentPrompt: grids('latent-prompt.csv', 2, 1),
    experts: expertsOf(linesOf('experts.csv', read('experts.csv'), 8)),
    allReduce: grids('all-reduce.csv', 1, 1),
  };
}

interface Line {
  readonly head: readonly string[];
  /** Sizes along the last axis and seconds; empty cells are left out. */
  readonly cells: readonly { readonly size: number; readonly seconds: number }[];
}

/** The figures are our own and plain, so that a table is read without a parser of quotes. The last column is the source. */
function linesOf(file: string, text: string, heads: number): Line[] {
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const sizes = header
    .split(',')
    .slice(heads, -1)
    .map((name) => Number(/^us_[a-z](\d+)$/.exec(name)?.[1]));
  return lines.map((line, index) => {
    const cells = line.split(',');
    const read = cells.slice(heads, -1).flatMap((cell, position) => {
      return cell === '' ? [] : [{ size: sizes[position] ?? Number.NaN, seconds: Number(cell) / 1e6 }];
    });
    if (cells.length !== heads + sizes.length + 1 || read.some((cell) => !(cell.size > 0 && cell.seconds > 0))) {
      throw new InputError(`${file}, line ${index + 2} cannot be read. Restore the file as it was shipped.`);
    }
    return { head: cells.slice(0, heads), cells: read };
  });
}

function gridsOf(lines: readonly Line[], keys: number): Map<string, Grid> {
  const cells = new Map<string, { sizes: number[]; seconds: number }[]>();
  for (const line of lines) {
    const key = line.head.slice(0, keys).join('|');
    const sizes = line.head.slice(keys).map(Number);
    const known = cells.get(key) ?? [];
    for (const cell of line.cells) known.push({ sizes: [...sizes, cell.size], seconds: cell.seconds });
    cells.set(key, known);
  }
  return new Map([...cells].map(([key, of]) => [key, gridOf(of)]));
}

function expertsOf(lines: readonly Line[]): Map<string, MeasuredExperts[]> {
  const tables = new Map<string, MeasuredExperts[]>();
  for (const { head, cells } of lines) {
    const [accelerator = '', format = '', ...sizes] = head;
    const [hidden = 0, inner = 0, perToken = 0, experts = 0, tensor = 0, expertParallel = 0] = sizes.map(Number);
    const seconds = gridOf(cells.map((cell) => ({ sizes: [cell.size], seconds: cell.seconds })));
    const key = `${accelerator}|${format}`;
    const known = tables.get(key) ?? [];
    known.push({ hidden, inner, perToken, experts, tensor, expertParallel, seconds });
    tables.set(key, known);
  }
  return tables;
}

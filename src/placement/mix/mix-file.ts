import { z } from 'zod';
import { InputError } from '../../platform/index.js';
import { atField } from '../at-field.js';
import { strict } from '../strict-object.js';
import type { MixProblem } from './mix-problem.js';

const MOST = 1e12;

const amount = z.number().min(0).max(MOST);
const whole = z.int().min(0).max(1_000_000);
const table = z.array(z.array(amount)).min(1);

const fileSchema = strict({
  gpu_info: z.record(
    z.string().min(1),
    strict({ cost: amount, tputs: table, owned: whole.optional(), max: whole.optional() }),
  ),
  workload_distribution: table,
  total_request_rate: amount,
  // How finely the published program splits a bucket. Here shares are continuous, so it changes nothing.
  slice_factor: z.int().min(1).max(1_000_000).optional(),
});

/** A mix as a file states it, without the buckets that nobody asks for; they are numbered row by row. */
export interface StatedMix {
  readonly problem: MixProblem;
  /** The row and column of each bucket. */
  readonly buckets: readonly { readonly row: number; readonly column: number }[];
}

/**
 * The mix that a file of `pennywatt mix` states, in the form of Mélange's solver: `{gpu_info: {NAME: {cost, tputs}},
 * workload_distribution, total_request_rate, slice_factor}`. A throughput of 0 means that the type cannot serve a bucket
 * within the objective. A type may have `owned` instances, which cost nothing more, and a `max` of instances in all.
 *
 * @param file for the sentences
 * @throws InputError naming the fields that are wrong and what they may be
 */
export function readMix(content: unknown, file: string): StatedMix {
  const parsed = fileSchema.safeParse(content);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => atField(path, message));
    throw refusal(file, wrong);
  }
  const { gpu_info: info, workload_distribution: distribution, total_request_rate: rate } = parsed.data;
  const named = Object.entries(info);
  const wrong = [
    ...(named.length === 0 ? ['gpu_info: There is no accelerator. Give at least one.'] : []),
    ...shapeFaults('workload_distribution', distribution, distribution),
    ...named.flatMap(([name, { tputs }]) => shapeFaults(`gpu_info.${name}.tputs`, tputs, distribution)),
    ...named.flatMap(([name, { owned = 0, max = owned }]) =>
      max < owned ? [`gpu_info.${name}.max: It is less than the ${owned} owned. Give at least as many.`] : [],
    ),
  ];
  if (wrong.length > 0) throw refusal(file, wrong);
  const buckets = distribution.flatMap((shares, row) =>
    shares.flatMap((share, column) => (share * rate > 0 ? [{ row, column }] : [])),
  );
  const types = named.map(([name, { cost, owned = 0, max = Number.POSITIVE_INFINITY }]) => ({
    name,
    cost,
    owned,
    most: max,
  }));
  const loads = buckets.map(({ row, column }) =>
    named.map(([, { tputs }]) => {
      const throughput = tputs[row]?.[column] ?? 0;
      return throughput === 0 ? Number.POSITIVE_INFINITY : ((distribution[row]?.[column] ?? 0) * rate) / throughput;
    }),
  );
  return { problem: { types, loads }, buckets };
}

function shapeFaults(
  name: string,
  rows: readonly (readonly number[])[],
  like: readonly (readonly number[])[],
): string[] {
  const columns = like[0]?.length ?? 0;
  if (rows.length !== like.length) {
    return [`${name}: It has ${rows.length} rows, and workload_distribution has ${like.length}. They go together.`];
  }
  return rows.flatMap((row, index) =>
    row.length === columns
      ? []
      : [`${name}.${index}: It has ${row.length} entries, and the first row of workload_distribution has ${columns}.`],
  );
}

function refusal(file: string, wrong: readonly string[]): InputError {
  const sentences = wrong.slice(0, 10).map((sentence) => `${file}: ${sentence}`);
  return new InputError(`${sentences.join('\n')}\nSee docs/mix.md for the fields.`);
}

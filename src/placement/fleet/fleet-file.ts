import { z } from 'zod';
import { InputError } from '../../platform/index.js';
import { atField } from '../at-field.js';
import { strict } from '../strict-object.js';
import { ChoiceProblemBuilder, type ChoiceProblem } from './choice-problem.js';

/** Wide enough for any fleet, narrow enough that sums stay exact to the cent. */
const MOST = 1e12;
/** Mistakes that are named at once. */
const NAMED = 10;

const amount = z.number().min(0).max(MOST);
const poolSchema = strict({ cap: amount });

function optionSchema(pools: number) {
  const pool = z
    .int()
    .min(0)
    .max(Math.max(0, pools - 1));
  return z.union([
    strict({ p: pool, g: amount, c: amount }),
    strict({ uses: z.array(strict({ p: pool, g: amount })), c: amount }),
  ]);
}

type Option = z.infer<ReturnType<typeof optionSchema>>;

const fileSchema = strict({
  pools: z.array(poolSchema).max(1_000_000),
  workloads: z.array(z.array(z.unknown())).max(1_000_000),
  penalties: z.array(amount.nullable()).optional(),
});

/**
 * The choice problem that a file of `pennywatt fleet` states.
 *
 * @param content of the file: `{pools: [{cap}], workloads: [[{p, g, c}, …], …]}`; an option that uses several pools, or
 *   none, has `uses: [{p, g}, …]` instead of `p` and `g`. `penalties`, where given, has an entry per workload: what leaving
 *   it out costs, or null where it must be placed.
 * @param file for the sentences
 * @throws InputError naming the fields that are wrong and what they may be
 */
export function readChoiceProblem(content: unknown, file: string): ChoiceProblem {
  const parsed = fileSchema.safeParse(content);
  if (!parsed.success) throw refusal(file, sentences([], parsed.error));
  const { pools, workloads, penalties } = parsed.data;
  if (penalties !== undefined && penalties.length !== workloads.length) {
    throw refusal(file, [`penalties: There are ${workloads.length} workloads and ${penalties.length} penalties.`]);
  }
  const builder = new ChoiceProblemBuilder();
  for (const { cap } of pools) builder.addPool(cap);
  const schema = optionSchema(pools.length);
  const wrong: string[] = [];
  workloads.forEach((options, workload) => {
    builder.addWorkload(penalties?.[workload] ?? Number.POSITIVE_INFINITY);
    options.forEach((given, place) => {
      if (isSimple(given, pools.length)) return addOption(builder, given);
      if (wrong.length >= NAMED) return;
      const option = schema.safeParse(given);
      if (option.success) addOption(builder, option.data);
      else wrong.push(...sentences(['workloads', workload, place], option.error));
    });
  });
  if (wrong.length > 0) throw refusal(file, wrong.slice(0, NAMED));
  return builder.build();
}

/** What the schema says of the simple form, a hundred times as fast: files have millions of options. */
function isSimple(given: unknown, pools: number): given is { p: number; g: number; c: number } {
  if (typeof given !== 'object' || given === null) return false;
  const { p, g, c } = given as Record<string, unknown>;
  let fields = 0;
  for (const _ in given) fields += 1;
  return fields === 3 && isAmount(g) && isAmount(c) && Number.isInteger(p) && Number(p) >= 0 && Number(p) < pools;
}

function isAmount(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= MOST;
}

function addOption(builder: ChoiceProblemBuilder, option: Option): void {
  builder.addOption(option.c);
  if ('uses' in option) option.uses.forEach(({ p, g }) => builder.addUse(p, g));
  else builder.addUse(option.p, option.g);
}

function sentences(where: readonly PropertyKey[], { issues }: z.ZodError): string[] {
  return issues.flatMap((issue) => {
    // An option is of one form or the other; what is wrong with it is said of the form that it looks like.
    const [closest] =
      issue.code === 'invalid_union' ? [...issue.errors].sort((one, other) => one.length - other.length) : [];
    const above = closest === undefined ? where : [...where, ...issue.path];
    return (closest ?? [issue]).map(({ path, message }) => atField([...above, ...path], message));
  });
}

function refusal(file: string, wrong: readonly string[]): InputError {
  return new InputError(
    `${wrong
      .slice(0, NAMED)
      .map((sentence) => `${file}: ${sentence}`)
      .join('\n')}\nSee docs/fleet.md for the fields.`,
  );
}

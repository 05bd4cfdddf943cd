import type { Command } from 'commander';
import { readMix, solveMix, type MixSolution, type StatedMix } from '../placement/index.js';
import { columns } from './columns.js';
import { EXIT, type CliContext } from './context.js';
import { jsonOf } from './json-file.js';

/** `pennywatt mix FILE`: how many instances of which accelerators serve a mix of request sizes. */
export function registerMix(program: Command, context: CliContext): void {
  program
    .command('mix')
    .description('Find the cheapest numbers of instances that serve a mix of request sizes, over several accelerators.')
    .argument(
      '<file>',
      'a JSON file: {gpu_info: {NAME: {cost, tputs}}, workload_distribution, total_request_rate}; - for standard input',
    )
    .option('--json', 'print {counts, cost, lowerBound, milliseconds, shares}')
    .addHelpText(
      'after',
      `
Exit codes: 0 done, 3 no numbers of instances serve it, 2 the file is wrong. docs/mix.md describes the file and the answer.

Example:
  pennywatt mix mix.json --json`,
    )
    .action((file: string, options: { json?: boolean }) => mix(context, file, options.json === true));
}

function mix(context: CliContext, file: string, json: boolean): void {
  const stated = readMix(jsonOf(file, 'docs/mix.md'), file);
  const began = performance.now();
  const solution = solveMix(stated.problem);
  const milliseconds = Math.round((performance.now() - began) * 1000) / 1000;
  if (json) context.out(JSON.stringify(answerOf(stated, solution, milliseconds)));
  if (solution.counts === null) {
    context.err(`No numbers of instances serve this mix: ${reasonOf(stated)}`);
    context.setExitCode(EXIT.incomplete);
  } else if (!json) textOf(stated, solution, solution.counts, milliseconds).forEach((line) => context.out(line));
}

function answerOf(
  { problem, buckets }: StatedMix,
  { counts, cost, lowerBound, shares }: MixSolution,
  milliseconds: number,
) {
  if (counts === null) return { counts: null, cost: null, lowerBound: null, milliseconds };
  const names = problem.types.map(({ name }) => name);
  return {
    counts: Object.fromEntries(names.map((name, type) => [name, counts[type] ?? 0])),
    cost,
    lowerBound,
    milliseconds,
    shares: buckets.map(({ row, column }, bucket) => ({
      row,
      column,
      by: Object.fromEntries(
        names.flatMap((name, type) => (shares[bucket]?.[type] ? [[name, shares[bucket][type]]] : [])),
      ),
    })),
  };
}

function textOf(
  { problem }: StatedMix,
  { cost, lowerBound }: MixSolution,
  counts: readonly number[],
  milliseconds: number,
): string[] {
  const used = problem.types.flatMap(({ name, cost: each }, type) =>
    counts[type] ? [[`${counts[type]} ×`, name, `${each} each`]] : [],
  );
  const proof = lowerBound < cost ? `, and nothing costs less than ${lowerBound.toFixed(2)}` : ', the least possible';
  return [
    ...columns(used, new Set([0])),
    `It costs ${cost.toFixed(2)}${proof}. Found in ${milliseconds.toFixed(1)} ms.`,
  ];
}

function reasonOf({ problem: { loads }, buckets }: StatedMix): string {
  const unserved = buckets.filter((_, bucket) => loads[bucket]?.every((load) => load === Number.POSITIVE_INFINITY));
  const [first] = unserved;
  if (first === undefined) return 'with "max" of every type they are too few. Raise a limit or lower the rate.';
  const where = `row ${first.row}, column ${first.column}`;
  return `no accelerator has a throughput above 0 in ${where}${unserved.length > 1 ? ` and ${unserved.length - 1} more` : ''}.`;
}

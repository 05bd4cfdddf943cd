import { InvalidArgumentError, type Command } from 'commander';
import {
  readChoiceProblem,
  shortages,
  solveFleet,
  type ChoiceProblem,
  type FleetLimits,
  type FleetSolution,
} from '../placement/index.js';
import { columns } from './columns.js';
import { EXIT, type CliContext } from './context.js';
import { jsonOf } from './json-file.js';

interface FleetOptions {
  readonly json?: boolean;
  readonly gap?: number;
  readonly seconds?: number;
}

/** Up to so many workloads the optimum is looked for unless a gap is given. */
const SMALL = 500;
/** Rows named on the terminal; JSON has them all. */
const SHOWN = 10;

/** `pennywatt fleet FILE`: one option for every workload, within limits that they share. */
export function registerFleet(program: Command, context: CliContext): void {
  program
    .command('fleet')
    .description('Choose one option for every workload within the limits that they share, at the least cost.')
    .argument('<file>', 'a JSON file: {pools: [{cap}], workloads: [[{p, g, c}, …], …]}; - for standard input')
    .option('--json', 'print {choices, cost, lowerBound, gapPercent, duals, dualBound, milliseconds}')
    .option('--gap <percent>', 'stop at this gap between cost and lower bound', percent)
    .option('--seconds <seconds>', 'give the best plan found by then', seconds)
    .addHelpText(
      'after',
      `
Up to ${SMALL} workloads the optimum is looked for, for 2 s; with more a gap of 0.1 %, for 0.9 s per thousand workloads (at most
18 s). A gap above 0.5 % by then is worked on for up to four times as long.
Exit codes: 0 all are placed, 3 some cannot be, 2 the file is wrong. docs/fleet.md describes the file and the answer.

Example:
  echo '{"pools":[{"cap":8}],"workloads":[[{"p":0,"g":8,"c":10},{"uses":[],"c":15}]]}' | pennywatt fleet - --json`,
    )
    .action((file: string, options: FleetOptions) => fleet(context, file, options));
}

async function fleet(context: CliContext, file: string, options: FleetOptions): Promise<void> {
  const problem = readChoiceProblem(jsonOf(file, 'docs/fleet.md'), file);
  const began = performance.now();
  const solution = await solveFleet(problem, limitsFor(problem.penalties.length, options));
  const milliseconds = Math.round((performance.now() - began) * 100) / 100;
  if (options.json) context.out(JSON.stringify(answerOf(problem, solution, milliseconds)));
  else textOf(problem, solution, milliseconds).forEach((line) => context.out(line));
  if (solution.unplaced.length === 0) return;
  unplacedText(problem, solution).forEach((line) => context.err(line));
  context.setExitCode(EXIT.incomplete);
}

function limitsFor(workloads: number, { gap, seconds: given }: FleetOptions): FleetLimits {
  const small = workloads <= SMALL;
  const aim = small ? 2 : Math.min(18, Math.max(0.9, (0.9 * workloads) / 1000));
  return {
    gapPercent: gap ?? (small ? 0 : 0.1),
    acceptablePercent: gap ?? 0.5,
    seconds: given ?? aim,
    mostSeconds: given ?? 4 * aim,
  };
}

function answerOf(problem: ChoiceProblem, solution: FleetSolution, milliseconds: number) {
  const { choices, cost, lowerBound, prices, dualBound, unplaced, leastUnplaced } = solution;
  const answer = { choices, cost, lowerBound, gapPercent: gapOf(solution), duals: Array.from(prices), dualBound };
  if (unplaced.length === 0) return { ...answer, milliseconds };
  return { ...answer, milliseconds, leastUnplaced, unplaced: shortages(problem, choices, unplaced) };
}

/** In per cent of the cost; null where the plan is none of those that the bound is about. */
function gapOf({ cost, lowerBound }: FleetSolution): number | null {
  if (lowerBound === null) return null;
  return cost === 0 ? 0 : Math.max(0, ((cost - lowerBound) / cost) * 100);
}

function textOf(problem: ChoiceProblem, solution: FleetSolution, milliseconds: number): string[] {
  const { choices, cost, lowerBound, prices } = solution;
  const placed = choices.filter((choice) => choice !== null).length;
  const bound =
    lowerBound === null
      ? ''
      : ` No plan costs less than ${lowerBound.toFixed(2)} (gap ${gapOf(solution)?.toFixed(3)} %).`;
  const dearest = Array.from(prices.entries())
    .filter(([, price]) => price > 0)
    .sort(([, one], [, other]) => other - one)
    .slice(0, SHOWN);
  return [
    `${placed} of ${choices.length} workloads placed at a cost of ${cost.toFixed(2)}, in ${milliseconds.toFixed(0)} ms.${bound}`,
    ...(lowerBound === null || dearest.length === 0
      ? []
      : [
          '',
          ...columns(
            [
              ['pool', 'units', 'one more would save about'],
              ...dearest.map(([pool, price]) => [`${pool}`, `${problem.capacities[pool]}`, price.toFixed(4)]),
            ],
            new Set([0, 1, 2]),
          ),
        ]),
  ];
}

function unplacedText(problem: ChoiceProblem, { choices, unplaced, leastUnplaced }: FleetSolution): string[] {
  const lines = shortages(problem, choices, unplaced)
    .slice(0, SHOWN)
    .map(({ workload, option, lacking }) => {
      if (option === null) return `Workload ${workload} cannot be placed: it has no options.`;
      const limits = lacking.map(({ pool, needed, free, capacity }) => {
        return `pool ${pool} has ${free} of its ${capacity} units free, and it needs ${needed}`;
      });
      return `Workload ${workload} is not placed. Nearest is option ${option}: ${limits.join('; ')}.`;
    });
  const more = unplaced.length - lines.length;
  const proven =
    leastUnplaced > 0
      ? `At least ${leastUnplaced} cannot be placed, whatever the plan; raise a limit or give more options.`
      : 'No plan was found that places all, and none is ruled out; try more --seconds.';
  return [...lines, ...(more > 0 ? [`… and ${more} more; --json has all.`] : []), proven];
}

function percent(text: string): number {
  return numberWithin(text, 0, 100);
}

function seconds(text: string): number {
  return numberWithin(text, 0.01, 86_400);
}

function numberWithin(text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw new InvalidArgumentError(`Give a number from ${least} to ${most}.`);
}

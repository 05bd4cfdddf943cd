import type { Command } from 'commander';
import { fleetPlanSchema, readPlacementFile, type FleetPlan } from '../placement/index.js';
import { call } from './call.js';
import { EXIT, type CliContext } from './context.js';
import { limitsText } from './limits-text.js';
import { placementText, totalsText } from './place-text.js';

interface PlaceOptions {
  readonly json?: boolean;
  readonly explain?: boolean;
}

/** `pennywatt place FILE`: the cheapest place for every workload of a file. */
export function registerPlace(program: Command, context: CliContext): void {
  program
    .command('place')
    .description('Find the cheapest place for the workloads of a file, and say why not the others.')
    .argument('<file>', 'a YAML or JSON file with one workload, or a list under "workloads:"')
    .option('--json', 'print the plan as JSON')
    .option('--explain', 'also print every class of rejected offers, the runners-up and the waterfall of the saving')
    .addHelpText(
      'after',
      `
Exit codes: 0 all are placed, 3 some cannot be, 2 the file is wrong.

Examples:
  pennywatt place config/examples/chatbot-llama-3.1-8b.yaml
  pennywatt place config/examples/fleet.yaml --explain
  pennywatt place config/examples/service-70b-latency.yaml --json`,
    )
    .action((file: string, options: PlaceOptions) => place(context, file, options));
}

async function place(context: CliContext, file: string, options: PlaceOptions): Promise<void> {
  // Everything that is wrong with the file is said before any store is opened.
  const { workloads, limits } = readPlacementFile(file);
  const plan = fleetPlanSchema.parse(await call(context, 'POST', '/v1/placements', { workloads, ...limits }));
  if (options.json) context.out(JSON.stringify(plan, null, 2));
  else print(context, plan, options.explain === true);
  footer(plan).forEach((line) => context.err(line));
  if (plan.status !== 'placed') context.setExitCode(EXIT.incomplete);
}

function print(context: CliContext, plan: FleetPlan, explain: boolean): void {
  plan.placements.forEach((placement, index) => {
    if (index > 0) context.out('');
    placementText(placement, explain).forEach((line) => context.out(line));
  });
  if (plan.placements.length > 1) ['', ...totalsText(plan)].forEach((line) => context.out(line));
  limitsText(plan).forEach((line) => context.out(line));
}

function footer({ prices, modelVersion, id }: FleetPlan): string[] {
  const { offers, oldestAsOf, newestAsOf } = prices;
  const age = oldestAsOf === newestAsOf ? `as of ${newestAsOf}` : `as of ${oldestAsOf} to ${newestAsOf}`;
  return [
    `${offers} offers looked at, prices ${age}. Throughput predicted by ${modelVersion}.`,
    ...(id === null ? [] : [`Kept as plan ${id} (GET /v1/placements/${id}).`]),
  ];
}

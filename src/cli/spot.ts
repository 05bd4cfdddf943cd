import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import {
  DEFAULT_POLICY,
  policyNamed,
  POLICY_NAMES,
  readAvailabilityTrace,
  simulate,
  spotJob,
  spotMarket,
  type Simulation,
} from '../placement/index.js';
import { InputError } from '../platform/index.js';
import { columns } from './columns.js';
import { EXIT, type CliContext } from './context.js';

interface SimulateOptions {
  readonly trace: readonly string[];
  readonly jobHours: string;
  readonly deadlineHours: string;
  readonly restartHours: string;
  readonly onDemandPrice?: string;
  readonly spotPrice?: string;
  readonly policy: string;
  readonly everyHours: string;
  readonly checkpointGb?: string;
  readonly egressUsdPerGb?: string;
  readonly cloudEgressUsdPerGb?: string;
  readonly blind?: boolean;
  readonly json?: boolean;
}

/** `pennywatt spot …`: jobs with a deadline on capacity that comes and goes. */
export function registerSpot(program: Command, context: CliContext): void {
  const spot = program.command('spot').description('Jobs with a deadline on spot capacity.');
  spot
    .command('simulate')
    .description('Replay a policy on recorded availability, and say what it would have cost.')
    .requiredOption('--trace <file...>', 'recorded availability; several files are several zones to choose from')
    .requiredOption('--job-hours <hours>', 'work, without restarts')
    .requiredOption('--deadline-hours <hours>', 'from the start to the deadline')
    .requiredOption('--restart-hours <hours>', 'paid at every start, the first one too, without progress')
    .option('--on-demand-price <usd>', 'USD per hour in every zone (default: what each trace states)')
    .option('--spot-price <usd>', 'USD per hour in every zone (default: what each trace states)')
    .option('--policy <name>', `one of ${POLICY_NAMES.join(', ')}, or all`, DEFAULT_POLICY)
    .option('--every-hours <hours>', 'hours of the trace between two starts', '24')
    .option('--checkpoint-gb <gb>', 'GB (10⁹ bytes) that go along when the job moves to another region')
    .option('--egress-usd-per-gb <usd>', 'USD per GB between regions of one cloud')
    .option('--cloud-egress-usd-per-gb <usd>', 'USD per GB between clouds')
    .option('--blind', 'let expected-cost learn from the start of each job only, not from the trace before it')
    .option(
      '--json',
      'print {policy, starts, meanCost, missed, meanFinishHours, spotHours, onDemandHours, optimumMeanCost}',
    )
    .addHelpText(
      'after',
      `
A trace is {"metadata": {"gap_seconds", "zone", "cloud", "spot_usd_per_hour", "on_demand_usd_per_hour"}, "data": [1, 0, …]}:
1 where spot could be had. Costs are USD and hours per start, on average; the optimum is what somebody who knew the whole
trace would have paid. A policy sees the past only. With --policy all, --json prints a list.
Exit codes: 0 done, 3 a deadline was missed, 2 bad input.

Examples:
  pennywatt spot simulate --trace config/spot-traces/aws-us-east-2a-v100.json --job-hours 48 --deadline-hours 60 \\
    --restart-hours 0.2 --on-demand-price 3.06 --spot-price 0.918 --policy all
  pennywatt spot simulate --trace config/spot-traces/gcp-*.json --job-hours 24 --deadline-hours 36 --restart-hours 0.2 \\
    --every-hours 12 --checkpoint-gb 200 --egress-usd-per-gb 0.02`,
    )
    .action((options: SimulateOptions) => printSimulation(context, options));
}

function printSimulation(context: CliContext, options: SimulateOptions): void {
  const market = marketOf(options);
  const job = spotJob(
    {
      jobHours: positive(options.jobHours, '--job-hours'),
      deadlineHours: positive(options.deadlineHours, '--deadline-hours'),
      restartHours: notNegative(options.restartHours, '--restart-hours'),
    },
    market,
  );
  const everyHours = positive(options.everyHours, '--every-hours');
  const names = options.policy === 'all' ? POLICY_NAMES : [options.policy];
  const policies = names.map((name) => policyNamed(name, options.blind !== true));
  const found = simulate(market, job, policies, everyHours);
  if (options.json) context.out(JSON.stringify(options.policy === 'all' ? found : found[0], null, 2));
  else simulationText(found).forEach((line) => context.out(line));
  if (found.some(({ missed }) => missed > 0)) context.setExitCode(EXIT.incomplete);
}

function marketOf(options: SimulateOptions) {
  const { trace: files, checkpointGb, egressUsdPerGb, cloudEgressUsdPerGb } = options;
  const traces = files.map((file) => readAvailabilityTrace(textOf(file), file));
  const given = {
    spotUsdPerHour: optional(options.spotPrice, '--spot-price', positive),
    onDemandUsdPerHour: optional(options.onDemandPrice, '--on-demand-price', positive),
  };
  const gb = optional(checkpointGb, '--checkpoint-gb', notNegative);
  const regions = optional(egressUsdPerGb, '--egress-usd-per-gb', notNegative);
  const clouds = optional(cloudEgressUsdPerGb, '--cloud-egress-usd-per-gb', notNegative);
  if (gb === null) {
    if (regions === null && clouds === null) return spotMarket(traces, files, given);
    throw new InputError('A price of egress needs the size of what is moved. Add --checkpoint-gb.');
  }
  if (regions === null) {
    throw new InputError(
      '--checkpoint-gb needs the price of moving it. Add --egress-usd-per-gb, as your cloud lists it.',
    );
  }
  if (clouds === null && new Set(traces.map(({ cloud }) => cloud)).size > 1) {
    throw new InputError('The traces are of several clouds. Add --cloud-egress-usd-per-gb, the price of leaving one.');
  }
  return spotMarket(traces, files, given, {
    checkpointGb: gb,
    usdPerGbBetweenRegions: regions,
    usdPerGbBetweenClouds: clouds ?? regions,
  });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(`The trace ${file} cannot be read: ${(error as Error).message}. Check the path.`, {
      cause: error,
    });
  }
}

function optional(
  stated: string | undefined,
  option: string,
  read: (stated: string, option: string) => number,
): number | null {
  return stated === undefined ? null : read(stated, option);
}

function positive(stated: string, option: string): number {
  const value = notNegative(stated, option);
  if (value > 0) return value;
  throw new InputError(`${option} is ${stated}. Give a number above 0.`);
}

function notNegative(stated: string, option: string): number {
  const value = stated.trim() === '' ? NaN : Number(stated);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new InputError(`${option} is ${JSON.stringify(stated)}. Give a number, 0 or more.`);
}

function simulationText(found: readonly Simulation[]): string[] {
  const rows = found.map((one) => [
    one.policy,
    one.meanCost.toFixed(2),
    `${((one.meanCost / one.optimumMeanCost - 1) * 100).toFixed(1)} %`,
    `${one.missed} of ${one.starts}`,
    one.meanFinishHours?.toFixed(1) ?? '-',
    one.spotHours.toFixed(1),
    one.onDemandHours.toFixed(1),
  ]);
  const header = ['policy', 'USD', 'above optimum', 'missed', 'done after h', 'spot h', 'on demand h'];
  const optimum = ['optimum', found[0]?.optimumMeanCost.toFixed(2) ?? '-', '', '', '', '', ''];
  return columns([header, ...rows, optimum], new Set([1, 2, 3, 4, 5, 6]));
}

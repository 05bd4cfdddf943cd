import type { Command } from 'commander';
import { InputError } from '../platform/index.js';
import { spotScoresSchema, type SpotScores } from '../prices/index.js';
import { ageText } from './age-text.js';
import { call } from './call.js';
import { columns } from './columns.js';
import { EXIT, type CliContext } from './context.js';

interface ScoreOptions {
  readonly accelerator?: string;
  readonly instances?: string;
  readonly region?: string;
  readonly within?: string;
  readonly json?: boolean;
}

/** `pennywatt prices spot-scores`. */
export function registerSpotScores(prices: Command, context: CliContext): void {
  prices
    .command('spot-scores')
    .description('How likely spot machines of AWS can be had now, by region or zone. Needs its credentials.')
    .option('--accelerator <names>', 'any of which will do: H100,H200')
    .option('--instances <count>', 'machines that would be asked for at once (default: 1)')
    .option('--region <names>', 'regions that will do (default: all)')
    .option('--within <place>', 'region or zone: where all machines have to be (default: region)')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Scores are from 1, not likely, to 10, highly likely; they are AWS's, and no promise. Fleets of fewer than three types of
machines are not scored, so name several accelerators where each has few.

Example:
  pennywatt prices spot-scores --accelerator H100,H200 --instances 4 --within zone`,
    )
    .action((_options, command: Command) => printScores(context, command.optsWithGlobals<ScoreOptions>()));
}

async function printScores(context: CliContext, options: ScoreOptions): Promise<void> {
  if (options.accelerator === undefined)
    throw new InputError('Name accelerators that will do: --accelerator H100,H200.');
  const query = new URLSearchParams();
  for (const name of ['accelerator', 'instances', 'region', 'within'] as const) {
    const value = options[name];
    if (value !== undefined) query.set(name, value);
  }
  const answer = spotScoresSchema.parse(await call(context, 'GET', `/v1/prices/spot-scores?${query.toString()}`));
  if (options.json) context.out(JSON.stringify(answer, null, 2));
  else scoreLines(answer).forEach((line) => context.out(line));
  if (answer.why !== null) context.err(answer.why);
  if (answer.state !== 'scored') context.setExitCode(EXIT.incomplete);
}

function scoreLines({ instances, instanceTypes, within, ageSeconds, scores }: SpotScores): string[] {
  if (ageSeconds === null) return [];
  const what = `${instances} of ${instanceTypes.join(', ')} in one ${within}, ${ageText(ageSeconds)} ago.`;
  if (scores.length === 0) return [`No ${within} is scored for ${what}`];
  const rows = scores.map(({ region, zone, score }) => [
    String(score),
    region,
    ...(within === 'zone' ? [zone ?? ''] : []),
  ]);
  const heading = ['score', 'region', ...(within === 'zone' ? ['zone'] : [])];
  return [...columns([heading, ...rows], new Set([0])), `For ${what}`];
}

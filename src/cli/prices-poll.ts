import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { pollRunSchema, PURCHASE_OPTIONS, type PollRun } from '../prices/index.js';
import { ask } from './call.js';
import { EXIT, type CliContext } from './context.js';
import { bar, ProgressLine } from './progress-line.js';

interface PollOptions {
  readonly cloud?: string;
  readonly region?: string;
  readonly purchase?: string;
  readonly source?: string;
  readonly json?: boolean;
}

type Step = PollRun['steps'][number];

const ASK_EVERY_MS = 250;

/** `pennywatt prices poll`. */
export function registerPricePoll(prices: Command, context: CliContext): void {
  prices
    .command('poll')
    .description('Ask the clouds for their prices now, check them, and put those in force that can be vouched for.')
    .option('--cloud <names>', 'aws, gcp, azure (default: all)')
    .option('--region <names>', 'regions, as their cloud calls them (default: all)')
    .option('--purchase <options>', PURCHASE_OPTIONS.join(', '))
    .option('--source <names>', 'sources by name, as `pennywatt prices sources` lists them')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
A poll that fails leaves the last good prices in force. Exit code 3: not every poll was good, or some prices wait in
quarantine (pennywatt prices quarantine).

Examples:
  pennywatt prices poll --cloud aws --region us-east-1
  pennywatt prices poll --cloud azure --purchase spot --json`,
    )
    .action((_options, command: Command) => pollPrices(context, command.optsWithGlobals<PollOptions>()));
}

async function pollPrices(context: CliContext, options: PollOptions): Promise<void> {
  const api = await context.connect();
  const line = new ProgressLine();
  try {
    const begun = pollRunSchema.parse(await ask(api, 'POST', '/v1/prices/polls', requestOf(options)));
    let run = begun;
    while (run.finishedAt === null) {
      line.draw(progressText(run.steps));
      await sleep(ASK_EVERY_MS);
      run = pollRunSchema.parse(await ask(api, 'GET', `/v1/prices/polls/${begun.id}`));
    }
    line.clear();
    const done = { ...run, notPolled: begun.notPolled };
    if (options.json) context.out(JSON.stringify(done, null, 2));
    else resultLines(done).forEach((text) => context.out(text));
    if (done.steps.some(({ state, quarantined }) => state !== 'good' || quarantined > 0)) {
      context.setExitCode(EXIT.incomplete);
    }
  } finally {
    line.clear();
    await api.close();
  }
}

function requestOf({ cloud, region, purchase, source }: PollOptions): object {
  const names = (text: string) =>
    text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
  return {
    ...(cloud === undefined ? {} : { cloud: names(cloud) }),
    ...(region === undefined ? {} : { region: names(region) }),
    ...(purchase === undefined ? {} : { purchase: names(purchase) }),
    ...(source === undefined ? {} : { source: names(source) }),
  };
}

/** `[####----] 3 of 8 polls, aws-price-list us-east-1: 120 of 401 MB`. */
export function progressText(steps: readonly Step[]): string {
  const over = steps.filter(({ state }) => state === 'good' || state === 'failed').length;
  const running = steps.filter(({ state }) => state === 'running');
  const share = (over + running.reduce((sum, step) => sum + shareOf(step), 0)) / Math.max(1, steps.length);
  const now = running.map((step) => `${step.source}${step.region === null ? '' : ` ${step.region}`}${amountOf(step)}`);
  return `${bar(share)} ${over} of ${steps.length} polls${now.length > 0 ? `, ${now.join('; ')}` : ''}`;
}

function shareOf({ done, total }: Step): number {
  return total === null || total === 0 ? 0 : Math.min(1, done / total);
}

function amountOf({ done, total, unit }: Step): string {
  if (done === 0) return '';
  const shown = (value: number) => (unit === 'bytes' ? Math.round(value / 1e6) : value);
  return `: ${shown(done)}${total === null ? '' : ` of ${shown(total)}`} ${unit === 'bytes' ? 'MB' : unit}`;
}

function resultLines({ steps, notPolled }: PollRun): string[] {
  return [
    ...steps.map((step) => `${step.source}${step.region === null ? '' : ` ${step.region}`}: ${outcomeText(step)}`),
    ...notPolled.map(({ source, why }) => `${source}: not polled. ${why}`),
  ];
}

function outcomeText({ state, published, quarantined, failure }: Step): string {
  if (state !== 'good') return `failed, the last good prices stay: ${failure ?? 'it did not end.'}`;
  const waiting = quarantined === 0 ? '' : `, ${quarantined} in quarantine`;
  return `${published} prices in force${waiting}`;
}

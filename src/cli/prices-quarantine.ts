import type { Command } from 'commander';
import {
  LEFT_OUT_REASONS,
  quarantinedPriceSchema,
  quarantineListSchema,
  QUARANTINE_STATUSES,
  type QuarantinedPrice,
} from '../prices/index.js';
import { InputError } from '../platform/index.js';
import { ask, call } from './call.js';
import { columns } from './columns.js';
import type { CliContext } from './context.js';

interface ListOptions {
  readonly status?: string;
  readonly reason?: string;
  readonly source?: string;
  readonly limit?: string;
  readonly json?: boolean;
}

interface DecisionOptions {
  readonly note?: string;
  readonly json?: boolean;
}

/** `pennywatt prices quarantine`, with `accept` and `reject` under it. */
export function registerPriceQuarantine(prices: Command, context: CliContext): void {
  const quarantine = prices
    .command('quarantine')
    .description('Prices that were stated and are not in force, because they could not be vouched for.')
    .option('--status <name>', `${QUARANTINE_STATUSES.join(', ')} or all (default: open)`)
    .option('--reason <name>', LEFT_OUT_REASONS.join(', '))
    .option('--source <name>', 'a source, as `pennywatt prices sources` lists them, or import')
    .option('--limit <count>', 'most prices to show (default: 100)')
    .option('--json', 'print a JSON array')
    .action((_options, command: Command) => printQuarantine(context, command.optsWithGlobals<ListOptions>()));
  for (const [verdict, description] of [
    ['accept', 'Put prices in force, now and whenever they are stated again; withdraw what vanished.'],
    ['reject', 'Keep prices out for good; keep what vanished in force.'],
  ] as const) {
    quarantine
      .command(`${verdict} <ids...>`)
      .description(description)
      .option('--note <text>', 'why, for whoever asks later')
      .option('--json', 'print a JSON array')
      .action((ids: string[], _options, command: Command) =>
        decide(context, verdict, ids, command.optsWithGlobals<DecisionOptions>()),
      );
  }
}

async function printQuarantine(context: CliContext, options: ListOptions): Promise<void> {
  const query = new URLSearchParams({ limit: options.limit ?? (options.json ? '10000' : '100') });
  for (const name of ['status', 'reason', 'source'] as const) {
    const value = options[name];
    if (value !== undefined) query.set(name, value);
  }
  const list = quarantineListSchema.parse(await call(context, 'GET', `/v1/prices/quarantine?${query.toString()}`));
  if (options.json) context.out(JSON.stringify(list.prices, null, 2));
  else quarantineLines(list.prices).forEach((line) => context.out(line));
  context.err(
    list.total === 0
      ? 'No price waits in quarantine.'
      : `${list.prices.length} of ${list.total} prices. Decide with: pennywatt prices quarantine accept|reject ID`,
  );
}

async function decide(
  context: CliContext,
  verdict: 'accept' | 'reject',
  ids: readonly string[],
  options: DecisionOptions,
): Promise<void> {
  const wrong = ids.find((id) => !/^\d+$/.test(id));
  if (wrong !== undefined) throw new InputError(`"${wrong}" is no id. \`pennywatt prices quarantine\` shows them.`);
  const api = await context.connect();
  const by = process.env.USER ?? process.env.LOGNAME;
  try {
    const decided: QuarantinedPrice[] = [];
    for (const id of ids) {
      const body = { note: options.note, by };
      const answer = await ask(api, 'POST', `/v1/prices/quarantine/${id}/${verdict}`, body);
      decided.push(quarantinedPriceSchema.parse(answer));
    }
    if (options.json) context.out(JSON.stringify(decided, null, 2));
    else quarantineLines(decided).forEach((line) => context.out(line));
  } finally {
    await api.close();
  }
}

function quarantineLines(prices: readonly QuarantinedPrice[]): string[] {
  if (prices.length === 0) return [];
  // Where all is in USD, nothing is said of other currencies.
  const isForeign = prices.some(({ currency }) => currency !== 'USD');
  const stated = ({ currency, perHour }: QuarantinedPrice) => (currency === 'USD' ? '' : `${perHour} ${currency}`);
  const rows = prices.map((price) => [
    price.id,
    price.status,
    price.offerId,
    price.usdPerHour ?? '',
    ...(isForeign ? [stated(price)] : []),
    price.previousUsdPerHour ?? '',
    price.reason,
    price.why,
  ]);
  const heading = ['id', 'status', 'offer', 'USD/h', ...(isForeign ? ['stated'] : []), 'in force', 'reason', 'why'];
  return columns([heading, ...rows], new Set(isForeign ? [0, 3, 4, 5] : [0, 3, 4]));
}

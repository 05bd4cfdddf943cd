import type { Command } from 'commander';
import { conversionOf, priceHistorySchema, PURCHASE_OPTIONS, type PriceHistory } from '../prices/index.js';
import { call } from './call.js';
import { columns } from './columns.js';
import type { CliContext } from './context.js';

type Series = PriceHistory['series'][number];

/** What can be asked, by the name of the option; the API calls them the same. */
const ASKED = [
  'offer',
  'cloud',
  'region',
  'zone',
  'instanceType',
  'accelerator',
  'purchase',
  'from',
  'to',
  'below',
  'limit',
] as const;
type HistoryOptions = Partial<Record<(typeof ASKED)[number], string>> & {
  readonly json?: boolean;
  readonly days?: boolean;
};

/** `pennywatt prices history`. */
export function registerPriceHistory(prices: Command, context: CliContext): void {
  prices
    .command('history')
    .description('How prices went: least, most and mean, volatility, and how often they were below a price.')
    .option('--offer <id>', 'one offer, by the id that `pennywatt prices --json` shows')
    .option('--cloud <name>', 'aws, gcp or azure')
    .option('--region <name>', 'a region, as its cloud calls it')
    .option('--zone <name>', 'a zone of it')
    .option('--instance-type <name>', 'an instance type')
    .option('--accelerator <name>', 'as you would write it: H100, "A100 80GB"')
    .option('--purchase <option>', PURCHASE_OPTIONS.join(', '))
    .option('--from <day>', 'first day, UTC (default: 30 days before --to)')
    .option('--to <day>', 'day after the last one (default: tomorrow, so that today is in it)')
    .option('--below <USD>', 'also say for how much of the time the price was below this')
    .option('--limit <count>', 'most offers to show (default: 50)')
    .option('--days', 'a line per day')
    .option('--json', 'print JSON, with every day')
    .addHelpText(
      'after',
      `
Examples:
  pennywatt prices history --instance-type p5.48xlarge --region us-east-1 --purchase spot --below 30
  pennywatt prices history --accelerator H100 --purchase spot --from 2026-01-01 --json`,
    )
    .action((_options, command: Command) => printHistory(context, command.optsWithGlobals<HistoryOptions>()));
}

async function printHistory(context: CliContext, options: HistoryOptions): Promise<void> {
  const query = new URLSearchParams();
  for (const name of ASKED) {
    const value = options[name];
    if (value !== undefined) query.set(name, value);
  }
  const history = priceHistorySchema.parse(await call(context, 'GET', `/v1/prices/history?${query.toString()}`));
  if (options.json) context.out(JSON.stringify(history, null, 2));
  else historyLines(history, options.days === true).forEach((line) => context.out(line));
  context.err(
    history.total === 0
      ? `No price is known from ${history.from} to ${history.to} (not included). Prices are kept from their first poll on.`
      : `${history.series.length} of ${history.total} offers, from ${history.from} to ${history.to} (not included), UTC.`,
  );
}

/** A line per offer, or per offer and day. */
function historyLines({ series }: PriceHistory, byDay: boolean): string[] {
  if (series.length === 0) return [];
  // Where all is in USD, nothing is said of other currencies.
  const isConverted = series.some(({ days }) => days.some(({ converted }) => converted !== undefined));
  const stated = (last: Series['converted']) => (isConverted ? [last === undefined ? '' : conversionOf(last)] : []);
  const statedHeading = isConverted ? ['last stated'] : [];
  if (byDay) {
    const rows = series.flatMap(({ offerId, days }) =>
      days.map(({ day, minUsdPerHour, meanUsdPerHour, maxUsdPerHour, converted }) => [
        offerId,
        day,
        minUsdPerHour,
        meanUsdPerHour,
        maxUsdPerHour,
        ...stated(converted),
      ]),
    );
    return columns([['offer', 'day', 'least USD/h', 'mean', 'most', ...statedHeading], ...rows], new Set([2, 3, 4]));
  }
  const rows = series.map((one) => [
    one.offerId,
    one.minUsdPerHour,
    one.meanUsdPerHour,
    one.maxUsdPerHour,
    percent(one.dailyVolatilityPercent),
    percent(one.belowPercent),
    daysKnown(one),
    ...stated(one.converted),
  ]);
  const heading = [
    'offer',
    'least USD/h',
    'mean',
    'most',
    'volatility a day',
    'time below',
    'days known',
    ...statedHeading,
  ];
  return columns([heading, ...rows], new Set([1, 2, 3, 4, 5, 6]));
}

function percent(value: number | null): string {
  return value === null ? '' : `${value.toFixed(1)} %`;
}

function daysKnown({ hoursKnown }: Series): string {
  return (hoursKnown / 24).toFixed(1);
}

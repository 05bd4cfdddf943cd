import type { Command } from 'commander';
import { LEFT_OUT_REASONS, PURCHASE_OPTIONS, PRICE_SORTS, MOST_OFFERS } from '../prices/index.js';
import { leftOutListSchema, priceListSchema, priceMatrixSchema, type PriceList } from '../prices/index.js';
import { call } from './call.js';
import type { CliContext } from './context.js';
import { registerPriceDiscounts } from './prices-discounts.js';
import { registerPriceHistory } from './prices-history.js';
import { registerPriceImport } from './prices-import.js';
import { registerPricePoll } from './prices-poll.js';
import { registerPriceQuarantine } from './prices-quarantine.js';
import { registerPriceRates } from './prices-rates.js';
import { registerPriceSources } from './prices-sources.js';
import { registerSpotScores } from './prices-spot-scores.js';
import { ageLines, leftOutTable, matrixTable, priceTable } from './prices-text.js';

/** Rows of the table unless --limit says otherwise. */
const TABLE_ROWS = 20;

interface PriceOptions {
  readonly cloud?: string;
  readonly region?: string;
  readonly accelerator?: string;
  readonly purchase?: string;
  readonly instanceType?: string;
  readonly account?: string;
  readonly minMemoryGb?: string;
  readonly minMemoryPerAcceleratorGb?: string;
  readonly available?: boolean;
  readonly sort: string;
  readonly precision: string;
  readonly limit?: string;
  readonly json?: boolean;
}

/** `pennywatt prices`, with everything about prices under it. */
export function registerPrices(program: Command, context: CliContext): void {
  const prices = program
    .command('prices')
    .enablePositionalOptions()
    .description('Prices of accelerators: what every way of renting them costs, where, and as of when.')
    .option('--cloud <names>', 'aws, gcp, azure')
    .option('--region <names>', 'regions, as their cloud calls them')
    .option('--accelerator <names>', 'as you would write them: H100, "A100 80GB", tpu-v5e')
    .option('--purchase <options>', PURCHASE_OPTIONS.join(', '))
    .option('--instance-type <names>', 'instance types, as their cloud calls them')
    .option('--account <names>', 'your accounts: discounts that name one hold for it alone')
    .option('--min-memory-gb <GB>', 'least accelerator memory of the whole instance')
    .option('--min-memory-per-accelerator-gb <GB>', 'least memory of each accelerator')
    .option('--available', 'leave out prices listed for regions known not to have the machine')
    .option(
      '--sort <figure>',
      `cheapest first by USD per hour, accelerator, TFLOP or GB: ${PRICE_SORTS.join(', ')}`,
      'price',
    )
    .option('--precision <name>', 'whose peak rate USD per TFLOP hour is taken of', 'bf16')
    .option('--limit <count>', `offers to print (default: ${TABLE_ROWS}; with --json all)`)
    .option('--json', 'print a JSON array of offers')
    .addHelpText(
      'after',
      `
Several names are separated by commas. Prices are USD per hour, negotiated discounts taken off; commitments are
amortised over their term.

Examples:
  pennywatt prices --accelerator H100 --purchase on_demand --sort accelerator
  pennywatt prices --cloud aws,gcp --purchase spot --min-memory-gb 80 --limit 5
  pennywatt prices --region europe-west4 --json`,
    )
    .action((options: PriceOptions) => printPrices(context, options));
  prices
    .command('matrix')
    .description('The cheapest price per accelerator hour of every accelerator, by cloud and purchase option.')
    .option('--account <names>', 'your accounts: discounts that name one hold for it alone')
    .option('--json', 'print the rows as JSON')
    .action((options: { readonly json?: boolean }, command: Command) =>
      printMatrix(context, wantsJson(options, command), command.optsWithGlobals<PriceOptions>().account),
    );
  prices
    .command('left-out')
    .description('The prices that are not offered, and why.')
    .option('--reason <name>', LEFT_OUT_REASONS.join(', '))
    .option('--json', 'print a JSON array')
    .action((options: { readonly json?: boolean; readonly reason?: string }, command: Command) =>
      printLeftOut(context, wantsJson(options, command), options.reason),
    );
  registerPricePoll(prices, context);
  registerPriceSources(prices, context);
  registerPriceQuarantine(prices, context);
  registerPriceImport(prices, context);
  registerPriceHistory(prices, context);
  registerPriceDiscounts(prices, context);
  registerPriceRates(prices, context);
  registerSpotScores(prices, context);
}

/** `--json` is an option of `prices` too, so commander may hand it to the parent. */
function wantsJson(options: { readonly json?: boolean }, command: Command): boolean {
  return options.json === true || command.parent?.opts<{ json?: boolean }>().json === true;
}

async function printPrices(context: CliContext, options: PriceOptions): Promise<void> {
  const list = priceListSchema.parse(await call(context, 'GET', `/v1/prices?${queryOf(options).toString()}`));
  if (options.json) {
    context.out(JSON.stringify(list.offers, null, 2));
  } else if (list.offers.length > 0) {
    priceTable(list).forEach((line) => context.out(line));
  }
  footer(list).forEach((line) => context.err(line));
}

function queryOf(options: PriceOptions): URLSearchParams {
  const limit = options.limit ?? String(options.json ? MOST_OFFERS : TABLE_ROWS);
  const query = new URLSearchParams({ sort: options.sort, precision: options.precision, limit });
  const named: readonly (readonly [string, string | undefined])[] = [
    ['cloud', options.cloud],
    ['region', options.region],
    ['accelerator', options.accelerator],
    ['purchase', options.purchase],
    ['instanceType', options.instanceType],
    ['account', options.account],
    ['minMemoryGB', options.minMemoryGb],
    ['minMemoryGBPerAccelerator', options.minMemoryPerAcceleratorGb],
  ];
  if (options.available) query.set('availableOnly', 'true');
  for (const [name, value] of named) if (value !== undefined) query.set(name, value);
  return query;
}

function footer(list: PriceList): string[] {
  if (list.total === 0) return ['No offer in force matches. Widen the filter; a price that is not known is not shown.'];
  const shown = list.offers.length;
  const more = shown < list.total ? `${shown} of ${list.total} offers shown; --limit or --json shows more.` : null;
  const elsewhere = list.offers.filter(({ available }) => available === false).length;
  const mark =
    elsewhere === 0 ? [] : [`${elsewhere} marked *: the region is not known to have the machine (--available).`];
  return [more ?? `${list.total} offer${list.total === 1 ? '' : 's'}.`, ...mark, ...ageLines(list.clouds)];
}

async function printMatrix(context: CliContext, json: boolean, account: string | undefined): Promise<void> {
  const query = account === undefined ? '' : `?${new URLSearchParams({ account }).toString()}`;
  const rows = priceMatrixSchema.parse(await call(context, 'GET', `/v1/prices/matrix${query}`));
  if (json) context.out(JSON.stringify(rows, null, 2));
  else matrixTable(rows).forEach((line) => context.out(line));
}

async function printLeftOut(context: CliContext, json: boolean, reason: string | undefined): Promise<void> {
  const query = reason === undefined ? '' : `?${new URLSearchParams({ reason }).toString()}`;
  const prices = leftOutListSchema.parse(await call(context, 'GET', `/v1/prices/left-out${query}`));
  if (json) context.out(JSON.stringify(prices, null, 2));
  else leftOutTable(prices).forEach((line) => context.out(line));
  context.err(`${prices.length} prices left out.`);
}

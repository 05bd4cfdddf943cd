import type { Command } from 'commander';
import { RATE_COLUMNS, rateListSchema, statedRatesSchema, type StatedRates } from '../prices/index.js';
import { call } from './call.js';
import { columns } from './columns.js';
import { EXIT, type CliContext } from './context.js';
import { csvOf } from './csv-file.js';
import { rowLines } from './row-lines.js';

interface ListOptions {
  readonly currency?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit?: string;
  readonly json?: boolean;
}

interface AddOptions {
  readonly currency: string;
  readonly date: string;
  readonly usdPerUnit: string;
  readonly source: string;
  readonly json?: boolean;
}

/** `pennywatt prices rates`: list, add, import. */
export function registerPriceRates(prices: Command, context: CliContext): void {
  const rates = prices
    .command('rates')
    .description('Exchange rates by day, by which prices in other currencies than USD are converted.');
  rates
    .command('list', { isDefault: true })
    .description('The rates that stand, the latest day first.')
    .option('--currency <code>', 'one currency, as EUR')
    .option('--from <day>', 'first day, as 2026-01-01')
    .option('--to <day>', 'last day')
    .option('--limit <count>', 'most rates to show (default: 100)')
    .option('--json', 'print {total, rates}')
    .action((_options, command: Command) => printRates(context, command.optsWithGlobals<ListOptions>()));
  rates
    .command('add')
    .description('State the rate of a day; prices that wait for it are tried again at once.')
    .requiredOption('--currency <code>', 'ISO 4217, as EUR')
    .requiredOption('--date <day>', 'day of the rate, as 2026-03-31')
    .requiredOption('--usd-per-unit <amount>', 'USD for one unit of the currency, as 1.0871')
    .requiredOption('--source <text>', 'who published it')
    .option('--json', 'print what came of it as JSON')
    .action((_options, command: Command) => addRate(context, command.optsWithGlobals<AddOptions>()));
  rates
    .command('import <file>')
    .description('State the rates of a file; prices that wait for them are tried again at once.')
    .option('--json', 'print {added, corrected, unchanged, rejected: [{row, reason}], prices}')
    .addHelpText(
      'after',
      `
FILE is CSV with a header; - reads standard input. It is one of
  ${RATE_COLUMNS.join(',')}   (columns in any order)
  Date,USD,JPY,…   as the European Central Bank publishes it (eurofxref-hist.csv): units for one euro, N/A for none
The first row after the header is row 1. Exit code 3: some rows were not taken in. Importing the same file again changes
nothing; another figure for a day that is known corrects it.

Example:
  pennywatt prices rates import eurofxref-hist.csv`,
    )
    .action((file: string, _options, command: Command) =>
      importRates(context, file, command.optsWithGlobals<{ json?: boolean }>().json === true),
    );
}

async function printRates(context: CliContext, options: ListOptions): Promise<void> {
  const query = new URLSearchParams({ limit: options.limit ?? '100' });
  for (const name of ['currency', 'from', 'to'] as const) {
    const value = options[name];
    if (value !== undefined) query.set(name, value);
  }
  const list = rateListSchema.parse(await call(context, 'GET', `/v1/prices/rates?${query.toString()}`));
  if (options.json) context.out(JSON.stringify(list, null, 2));
  else if (list.rates.length > 0) {
    const rows = list.rates.map((rate) => [
      rate.date,
      rate.currency,
      rate.usdPerUnit,
      rate.source,
      `${rate.statedAt.slice(0, 10)}${rate.statedBy === null ? '' : ` by ${rate.statedBy}`}`,
    ]);
    columns([['date', 'currency', 'USD per unit', 'source', 'stated'], ...rows], new Set()).forEach((line) =>
      context.out(line),
    );
  }
  context.err(
    list.total === 0
      ? 'No exchange rate is known. Add some with: pennywatt prices rates import FILE.csv'
      : `${list.rates.length} of ${list.total} rates; --limit shows more.`,
  );
}

async function addRate(context: CliContext, { json, ...options }: AddOptions): Promise<void> {
  const { currency, date, usdPerUnit, source } = options;
  const body = { currency, date, usdPerUnit, source, by: operator() };
  tell(context, statedRatesSchema.parse(await call(context, 'POST', '/v1/prices/rates', body)), json === true);
}

async function importRates(context: CliContext, file: string, json: boolean): Promise<void> {
  const body = { csv: csvOf(file, 'file of rates'), by: operator() };
  tell(context, statedRatesSchema.parse(await call(context, 'POST', '/v1/prices/rates/import', body)), json);
}

function operator(): string | undefined {
  return [process.env.USER, process.env.LOGNAME].find((name) => name !== undefined && name !== '');
}

function tell(context: CliContext, stated: StatedRates, json: boolean): void {
  const { added, corrected, unchanged, rejected, prices } = stated;
  if (json) context.out(JSON.stringify(stated, null, 2));
  else {
    context.out(
      `Rates: ${added} added, ${corrected} corrected, ${unchanged} known already, ${rejected.length} rejected.`,
    );
    context.out(
      `Prices in these currencies: ${prices.published} put in force, ${prices.quarantined} in quarantine for another ` +
        `reason, ${prices.waiting} still without a rate.`,
    );
    rowLines('rejected', rejected).forEach((line) => context.out(line));
  }
  if (prices.quarantined + prices.waiting > 0) context.err('See them with: pennywatt prices quarantine');
  if (rejected.length > 0) context.setExitCode(EXIT.incomplete);
}

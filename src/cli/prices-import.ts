import type { Command } from 'commander';
import { importedListSchema, PRICE_LIST_COLUMNS } from '../prices/index.js';
import { call } from './call.js';
import { EXIT, type CliContext } from './context.js';
import { csvOf } from './csv-file.js';
import { rowLines } from './row-lines.js';

/** `pennywatt prices import`. */
export function registerPriceImport(prices: Command, context: CliContext): void {
  prices
    .command('import <file>')
    .description('Take your own price list in, through the same checks as every poll.')
    .option('--json', 'print {published, quarantined: [{row, reason}], rejected: [{row, reason}]}')
    .addHelpText(
      'after',
      `
FILE is CSV with a header; - reads standard input. The columns, in any order:
  ${PRICE_LIST_COLUMNS.join(', ')}
zone, term_years (1 or 3) and payment may be empty. Prices in another currency than USD stand in price_per_hour, with
their currency in place of usd_per_hour. The first row after the header is row 1. Exit code 3: some rows are
not in force. Importing the same file again changes nothing.

Example:
  pennywatt prices import our-prices.csv`,
    )
    .action((file: string, _options, command: Command) =>
      importPrices(context, file, command.optsWithGlobals<{ json?: boolean }>().json === true),
    );
}

async function importPrices(context: CliContext, file: string, json: boolean): Promise<void> {
  const csv = csvOf(file, 'price list');
  const result = importedListSchema.parse(await call(context, 'POST', '/v1/prices/import', { csv }));
  const { published, quarantined, rejected } = result;
  if (json) context.out(JSON.stringify(result, null, 2));
  else {
    context.out(`${published} prices in force, ${quarantined.length} in quarantine, ${rejected.length} rejected.`);
    for (const line of [...rowLines('quarantined', quarantined), ...rowLines('rejected', rejected)]) context.out(line);
  }
  if (quarantined.length > 0) context.err('See them with: pennywatt prices quarantine --source import');
  if (quarantined.length + rejected.length > 0) context.setExitCode(EXIT.incomplete);
}

import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { InputError } from '../platform/index.js';
import { importedListSchema, MOST_LIST_BYTES, PRICE_LIST_COLUMNS } from '../prices/index.js';
import { call } from './call.js';
import { EXIT, type CliContext } from './context.js';

/** Rows named on the terminal; JSON has them all. */
const SHOWN_ROWS = 50;

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
zone, term_years (1 or 3) and payment may be empty. The first row after the header is row 1. Exit code 3: some rows are
not in force. Importing the same file again changes nothing.

Example:
  pennywatt prices import our-prices.csv`,
    )
    .action((file: string, _options, command: Command) =>
      importPrices(context, file, command.optsWithGlobals<{ json?: boolean }>().json === true),
    );
}

async function importPrices(context: CliContext, file: string, json: boolean): Promise<void> {
  const csv = textOf(file);
  const result = importedListSchema.parse(await call(context, 'POST', '/v1/prices/import', { csv }));
  const { published, quarantined, rejected } = result;
  if (json) context.out(JSON.stringify(result, null, 2));
  else {
    context.out(`${published} prices in force, ${quarantined.length} in quarantine, ${rejected.length} rejected.`);
    for (const [word, rows] of [
      ['quarantined', quarantined],
      ['rejected', rejected],
    ] as const) {
      rows.slice(0, SHOWN_ROWS).forEach(({ row, reason }) => context.out(`row ${row} ${word}: ${reason}`));
      if (rows.length > SHOWN_ROWS) context.out(`… and ${rows.length - SHOWN_ROWS} more ${word}; --json has all.`);
    }
  }
  if (quarantined.length > 0) context.err('See them with: pennywatt prices quarantine --source import');
  if (quarantined.length + rejected.length > 0) context.setExitCode(EXIT.incomplete);
}

function textOf(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    throw new InputError(`The price list ${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  if (bytes.length > MOST_LIST_BYTES) {
    throw new InputError(`The price list ${file} has more than ${MOST_LIST_BYTES / 2 ** 20} MiB. Split it.`);
  }
  const text = bytes.toString('utf8');
  if (text.includes('\u0000') || text.includes('\uFFFD')) {
    throw new InputError(`The price list ${file} is no text in UTF-8. Save it as CSV in UTF-8.`);
  }
  return text;
}

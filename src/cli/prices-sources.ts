import type { Command } from 'commander';
import { priceSourcesSchema, type PriceSourceState } from '../prices/index.js';
import { ageText } from './age-text.js';
import { call } from './call.js';
import type { CliContext } from './context.js';
import { columns } from './columns.js';

/** `pennywatt prices sources`. */
export function registerPriceSources(prices: Command, context: CliContext): void {
  prices
    .command('sources')
    .description('Where prices come from: state and age of every source, and what credentials would add.')
    .option('--json', 'print a JSON array')
    .action(async (_options, command: Command) => {
      const sources = priceSourcesSchema.parse(await call(context, 'GET', '/v1/prices/sources'));
      if (command.optsWithGlobals<{ json?: boolean }>().json === true) context.out(JSON.stringify(sources, null, 2));
      else sourceLines(sources).forEach((line) => context.out(line));
    });
}

const STATE: Readonly<Record<PriceSourceState['state'], string>> = {
  good: 'good',
  failing: 'failing',
  waiting: 'not polled yet',
  not_ready: 'no credentials',
  not_used: 'not needed',
  off: 'not scheduled',
};

function sourceLines(sources: readonly PriceSourceState[]): string[] {
  const rows = sources.map((source) => [
    source.cloud,
    source.id,
    STATE[source.state],
    source.ageSeconds === null ? '' : ageText(source.ageSeconds),
    String(source.offersInForce),
    source.usedFor.join(', '),
  ]);
  const notes = sources.flatMap((source) => [
    ...(source.needs === null ? [] : [`${source.id}: ${source.needs}`]),
    ...source.regions
      .filter(({ lastFailure }) => lastFailure !== null)
      .map(({ region, lastFailure }) => `${source.id}${region === null ? '' : ` in ${region}`}: ${lastFailure ?? ''}`),
  ]);
  return [
    ...columns([['cloud', 'source', 'state', 'age', 'offers', 'used for'], ...rows], new Set([3, 4])),
    ...(notes.length > 0 ? [''] : []),
    ...notes,
  ];
}

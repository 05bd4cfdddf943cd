import type { RunningApp } from './app.js';
import { productVersion, type Settings } from './platform/index.js';
import { PricesService, type CloudSummary } from './prices/index.js';

const CLOUD_NAMES: Readonly<Record<CloudSummary['cloud'], string>> = {
  aws: 'AWS',
  gcp: 'Google Cloud',
  azure: 'Azure',
};

/** What a person at the terminal wants to know once the product runs: where, how old its prices are, what to try. */
export function welcome({ app, url }: RunningApp, settings: Settings, milliseconds: number): string {
  const { offers, clouds, leftOut } = app.get(PricesService).summary();
  const lines = [
    `Pennywatt ${productVersion()} is ready after ${(milliseconds / 1000).toFixed(1)} s.`,
    '',
    ...(settings.roles.has('api') ? [`  Page       ${url}`, `  API        ${url}/docs`] : []),
    `  Health     ${url}/health`,
    `  Data       ${placeOfData(settings)}`,
    '',
    `${number(offers)} prices are in force; ${number(leftOut)} were left out because they could not be vouched for.`,
    ...clouds.map((cloud) => `  ${ageLine(cloud, settings.stalePriceDays)}`),
    '',
    'Try next, in a second terminal:',
    '  npx pennywatt prices --accelerator H100 --purchase on_demand --limit 10',
    '  npx pennywatt place config/examples/chatbot-llama-3.1-8b.yaml',
    '',
    'Ctrl-C stops it.',
  ];
  return lines.join('\n');
}

function ageLine({ cloud, offers, oldestAsOf, newestAsOf, newestAgeDays }: CloudSummary, staleDays: number): string {
  const name = CLOUD_NAMES[cloud].padEnd(13);
  if (offers === 0 || newestAgeDays === null) return `${name} no prices`;
  const dates = oldestAsOf === newestAsOf ? `of ${newestAsOf}` : `of ${oldestAsOf} to ${newestAsOf}`;
  const stale = newestAgeDays > staleDays ? ', stale' : '';
  return `${name} ${number(offers).padStart(6)} ${dates} (the newest ${newestAgeDays} days old${stale})`;
}

function placeOfData({ home, databaseUrl, clickhouseUrl }: Settings): string {
  const own = [databaseUrl === null ? null : 'your PostgreSQL', clickhouseUrl === null ? null : 'your ClickHouse'];
  const stated = own.filter((name) => name !== null).join(' and ');
  if (databaseUrl !== null && clickhouseUrl !== null) return stated;
  return stated === '' ? home : `${home} and ${stated}`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

import type { Command } from 'commander';
import { InputError } from '../platform/index.js';
import { discountListSchema, discountSchema, PURCHASE_OPTIONS, type StatedDiscount } from '../prices/index.js';
import { ask, call } from './call.js';
import { columns } from './columns.js';
import type { CliContext } from './context.js';

interface AddOptions {
  readonly name: string;
  readonly cloud?: string;
  readonly account?: string;
  readonly service?: string;
  readonly instanceType?: string;
  readonly region?: string;
  readonly purchase?: string;
  readonly percent?: string;
  readonly usdPerHour?: string;
  readonly onTop?: boolean;
  readonly from: string;
  readonly to?: string;
  readonly source: string;
  readonly note?: string;
  readonly json?: boolean;
}

const HELP = `
Give --percent or --usd-per-hour. What is not given admits all. For one offer one discount counts: a price per hour
before a percentage, then the one that says more closely what it is for (account, instance type, region, purchase
option, service). Only those --on-top come off as well.

Examples:
  pennywatt prices discounts add --name "EDP 2026" --cloud aws --percent 9 --purchase on_demand,reserved \\
    --from 2026-01-01 --to 2027-01-01 --source "EDP addendum 3"
  pennywatt prices discounts add --name "H100 deal" --cloud aws --account 123456789012 --instance-type p5.48xlarge \\
    --usd-per-hour 41.50 --from 2026-03-01 --source "Quote Q-1187"`;

/** `pennywatt prices discounts`: list, add, remove. */
export function registerPriceDiscounts(prices: Command, context: CliContext): void {
  const discounts = prices
    .command('discounts')
    .description('What you have negotiated with the clouds: off the list price, or a price of your own.');
  discounts
    .command('list', { isDefault: true })
    .description('Every discount, upcoming and expired ones too.')
    .option('--json', 'print a JSON array')
    .action(async (_options, command: Command) => {
      const list = discountListSchema.parse(await call(context, 'GET', '/v1/prices/discounts'));
      if (wantsJson(command)) context.out(JSON.stringify(list, null, 2));
      else discountLines(list).forEach((line) => context.out(line));
      if (list.length === 0) context.err('No discount is stated. Add one with: pennywatt prices discounts add --help');
    });
  discounts
    .command('add')
    .description('State a discount; it holds at once, or from its first day.')
    .requiredOption('--name <text>', 'as you call it; shown wherever it makes a difference')
    .option('--cloud <name>', 'aws, gcp or azure')
    .option('--account <name>', 'account, billing account or subscription; holds only for who names it')
    .option('--service <name>', "as the cloud's bill names it: AmazonEC2, Compute Engine, Cloud TPU, Virtual Machines")
    .option('--instance-type <name>', 'a name, or a pattern: p5.*')
    .option('--region <name>', 'as the cloud calls it')
    .option('--purchase <options>', PURCHASE_OPTIONS.join(', '))
    .option('--percent <number>', 'off the list price, above 0 and below 100')
    .option('--usd-per-hour <amount>', 'of one instance, in place of the list price')
    .option('--on-top', 'the percentage comes off what another discount has left')
    .requiredOption('--from <day>', 'first day, as 2026-01-01 (UTC)')
    .option('--to <day>', 'first day on which it holds no more')
    .requiredOption('--source <text>', 'contract, quote or price sheet that grants it')
    .option('--note <text>', 'for whoever asks later')
    .option('--json', 'print the discount as JSON')
    .addHelpText('after', HELP)
    .action((_options, command: Command) => add(context, command.optsWithGlobals<AddOptions>()));
  discounts
    .command('remove <ids...>')
    .description('Take discounts back; plans that were made with them stay as they are.')
    .option('--json', 'print a JSON array')
    .action((ids: string[], _options, command: Command) => remove(context, ids, wantsJson(command)));
}

function wantsJson(command: Command): boolean {
  return command.optsWithGlobals<{ json?: boolean }>().json === true;
}

async function add(context: CliContext, options: AddOptions): Promise<void> {
  const { cloud } = options;
  if (cloud === undefined) throw new InputError('Name the cloud that grants the discount: --cloud aws.');
  const purchaseOptions = options.purchase
    ?.split(',')
    .map((name) => name.trim().toLowerCase().replaceAll(/[- ]/g, '_'));
  const body = {
    name: options.name,
    cloud: cloud.toLowerCase(),
    account: options.account,
    service: options.service,
    instanceType: options.instanceType,
    region: options.region,
    purchaseOptions,
    percentOff: options.percent?.replace(/\s*%$/, ''),
    usdPerHour: options.usdPerHour,
    onTop: options.onTop,
    validFrom: options.from,
    validTo: options.to,
    source: options.source,
    note: options.note,
  };
  const added = discountSchema.parse(await call(context, 'POST', '/v1/prices/discounts', body));
  if (options.json) context.out(JSON.stringify(added, null, 2));
  else discountLines([added]).forEach((line) => context.out(line));
  if (added.offers === 0) context.err('No offer in force is of its kind. "pennywatt prices" shows what there is.');
  if (purchaseOptions === undefined) {
    context.err('It holds for spot and commitments too. If the contract leaves them out, name --purchase instead.');
  }
}

async function remove(context: CliContext, ids: readonly string[], json: boolean): Promise<void> {
  const wrong = ids.find((id) => !/^\d+$/.test(id));
  if (wrong !== undefined) throw new InputError(`"${wrong}" is no id. \`pennywatt prices discounts\` shows them.`);
  const api = await context.connect();
  try {
    const removed: StatedDiscount[] = [];
    for (const id of ids) removed.push(discountSchema.parse(await ask(api, 'DELETE', `/v1/prices/discounts/${id}`)));
    if (json) context.out(JSON.stringify(removed, null, 2));
    else removed.forEach(({ id, name }) => context.out(`Removed ${id} (${name}).`));
  } finally {
    await api.close();
  }
}

function discountLines(list: readonly StatedDiscount[]): string[] {
  if (list.length === 0) return [];
  const rows = list.map((one) => [
    one.id,
    one.name,
    one.state.replaceAll('_', ' '),
    one.percentOff === null ? `${one.usdPerHour ?? ''} USD/h` : `−${one.percentOff} %${one.onTop ? ' on top' : ''}`,
    scopeOf(one),
    `${one.validFrom} to ${one.validTo ?? '…'}`,
    String(one.offers),
    one.source,
  ]);
  return columns([['id', 'name', 'state', 'discount', 'for', 'valid', 'offers', 'source'], ...rows], new Set([0, 6]));
}

function scopeOf({ cloud, account, service, instanceType, region, purchaseOptions }: StatedDiscount): string {
  const parts = [cloud, account && `account ${account}`, service, instanceType, region, purchaseOptions?.join('/')];
  return parts.filter((part) => part !== null && part !== undefined).join(' ');
}

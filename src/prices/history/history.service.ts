import { Injectable } from '@nestjs/common';
import { CatalogService, matchAccelerators } from '../../catalog/index.js';
import { ClickHouse, InputError } from '../../platform/index.js';
import { historySeries } from './history-series.js';
import { DAYS_SQL, type DayRow } from './history-sql.js';
import { MOST_DAYS, type HistoryQuery, type PriceHistory } from './history.schema.js';

const MS_PER_DAY = 86_400_000;
const DEFAULT_DAYS = 30;

/** How prices went, from every change ever seen. */
@Injectable()
export class PriceHistoryService {
  constructor(
    private readonly clickhouse: ClickHouse,
    private readonly catalog: CatalogService,
  ) {}

  /** Throws `InputError` where the period is none, or an accelerator is not known. */
  async find(query: HistoryQuery, now = new Date()): Promise<PriceHistory> {
    const { from, to } = periodOf(query, now);
    const { conditions, parameters } = this.conditions(query);
    // The end of today is in the future: what holds now holds until now.
    const finish = Math.min(to, now.getTime());
    const rows =
      finish <= from
        ? []
        : await this.clickhouse.query<DayRow>(
            DAYS_SQL.replace('{filter}', () => conditions.join(' AND ')),
            {
              ...parameters,
              from,
              to: finish,
              below: query.below ?? '0',
            },
          );
    const series = historySeries(rows, query.below ?? null);
    return { from: dayText(from), to: dayText(to), total: series.length, series: series.slice(0, query.limit) };
  }

  private conditions(query: HistoryQuery): { conditions: string[]; parameters: Record<string, unknown> } {
    const accelerators =
      query.accelerator === undefined
        ? undefined
        : matchAccelerators(query.accelerator, this.catalog.accelerators()).map(({ id }) => id);
    const parameters = {
      ...(query.offer === undefined ? {} : { offer: query.offer }),
      ...(query.cloud === undefined ? {} : { cloud: query.cloud }),
      ...(query.region === undefined ? {} : { region: query.region }),
      ...(query.zone === undefined ? {} : { zone: query.zone }),
      ...(query.instanceType === undefined ? {} : { instanceType: query.instanceType }),
      ...(query.purchase === undefined ? {} : { purchase: query.purchase }),
      ...(accelerators === undefined ? {} : { accelerators }),
    };
    return { conditions: Object.keys(parameters).map((name) => CONDITIONS[name] ?? '1'), parameters };
  }
}

const CONDITIONS: Readonly<Record<string, string>> = {
  offer: 'offer_id = {offer:String}',
  cloud: 'cloud = {cloud:String}',
  region: 'region = {region:String}',
  zone: 'zone = {zone:String}',
  instanceType: 'instance_type = {instanceType:String}',
  purchase: 'purchase_option = {purchase:String}',
  accelerators: 'has({accelerators:Array(String)}, accelerator_id)',
};

function periodOf(query: HistoryQuery, now: Date): { from: number; to: number } {
  const to = query.to === undefined ? startOfDay(now) + MS_PER_DAY : Date.parse(query.to);
  const from = query.from === undefined ? to - DEFAULT_DAYS * MS_PER_DAY : Date.parse(query.from);
  if (from >= to) {
    throw new InputError(`The period from ${dayText(from)} to ${dayText(to)} has no day: \`to\` is the day after it.`);
  }
  if (to - from > MOST_DAYS * MS_PER_DAY) {
    throw new InputError(`The period has more than ${MOST_DAYS} days. Ask for a shorter one.`);
  }
  return { from, to };
}

function startOfDay(now: Date): number {
  return Math.floor(now.getTime() / MS_PER_DAY) * MS_PER_DAY;
}

function dayText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

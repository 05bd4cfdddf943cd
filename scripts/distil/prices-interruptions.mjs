// How often spot capacity is taken back: measured in availability traces, else the bucket that AWS publishes.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { asOf, sourceKey } from './prices-sources.mjs';
import { countTrace, measureInterruption } from '../../dist/src/prices/interruption.js';

const COLUMNS = [
  'cloud',
  'region',
  'zone',
  'instance_type',
  'basis',
  'low_per_month',
  'high_per_month',
  'mean_hours_between',
  'hours_observed',
  'interruptions',
  'as_of',
  'source',
];

const ADVISOR_FILE = 'spot-advisor-data_2025-07.json.gz';
/** Shares of instances interrupted in a month. @type {Readonly<Record<string, { low: number, high: number | null }>>} */
const ADVISOR_BUCKETS = {
  '<5%': { low: 0, high: 0.05 },
  '5-10%': { low: 0.05, high: 0.1 },
  '10-15%': { low: 0.1, high: 0.15 },
  '15-20%': { low: 0.15, high: 0.2 },
  '>20%': { low: 0.2, high: null },
};
const BUCKET_OF_INDEX = ['<5%', '5-10%', '10-15%', '15-20%', '>20%'];

/**
 * @param {string} data
 * @param {readonly Record<string, string>[]} priceRows
 * @param {ReadonlySet<string>} known `cloud:type` of the catalog
 */
export function interruptionRows(data, priceRows, known) {
  const published = new Map([...advisorRows(data, known), ...bucketRows(priceRows, known)]);
  const rows = [...published.values(), ...traceRows(join(data, 'spot-traces'))];
  const key = (/** @type {unknown[]} */ row) => row.slice(0, 5).join(':');
  return { columns: COLUMNS, rows: rows.sort((a, b) => (key(a) < key(b) ? -1 : 1)) };
}

/** @param {string} region @param {string} type @param {string} bucket @param {string} date @param {string} source */
function publishedRow(region, type, bucket, date, source) {
  const range = ADVISOR_BUCKETS[bucket];
  if (range === undefined) throw new Error(`The advisor's bucket "${bucket}" is not known.`);
  return ['aws', region, null, type, 'published', range.low, range.high, null, null, null, date, source];
}

/** The file of July 2025, for what the price table has no newer bucket for. @returns {[string, unknown[]][]} */
function advisorRows(/** @type {string} */ data, /** @type {ReadonlySet<string>} */ known) {
  const file = join(data, 'price-apis', 'aws', ADVISOR_FILE);
  const advisor = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')).spot_advisor;
  return Object.entries(advisor).flatMap(([region, byOs]) =>
    Object.entries(byOs.Linux ?? {})
      .filter(([type]) => known.has(`aws:${type}`))
      .map(([type, { r }]) => [
        `${region}:${type}`,
        publishedRow(region, type, BUCKET_OF_INDEX[r], '2025-07', 'aws-spot-advisor-2025-07'),
      ]),
  );
}

/** @returns {[string, unknown[]][]} */
function bucketRows(
  /** @type {readonly Record<string, string>[]} */ priceRows,
  /** @type {ReadonlySet<string>} */ known,
) {
  return priceRows
    .filter((row) => row.interrupt_bucket !== '' && known.has(`${row.cloud}:${row.instance_type}`))
    .map((row) => [
      `${row.region}:${row.instance_type}`,
      publishedRow(row.region, row.instance_type, row.interrupt_bucket, asOf(row.as_of), sourceKey(row.source)),
    ]);
}

/** One row per zone, and one per region that pools its zones. @param {string} folder */
function traceRows(folder) {
  const traces = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
    .map(({ metadata, data }) => ({
      cloud: metadata.cloud,
      zone: metadata.zone,
      region: metadata.zone.replace(metadata.cloud === 'aws' ? /[a-z]$/ : /-[a-z]$/, ''),
      type: metadata.instance_type,
      count: countTrace(data, metadata.gap_seconds),
      end: endOf(metadata, data.length),
    }));
  const groups = new Map();
  for (const trace of traces) {
    for (const zone of [null, trace.zone]) {
      const key = [trace.cloud, trace.region, zone, trace.type].join(':');
      groups.set(key, [...(groups.get(key) ?? []), { ...trace, zone }]);
    }
  }
  return [...groups.values()].flatMap((group) => {
    const measured = measureInterruption(group.map(({ count }) => count));
    if (measured === null) return [];
    const [{ cloud, region, zone, type }] = group;
    const end = group
      .map((trace) => trace.end)
      .sort()
      .at(-1);
    const { low, high, meanHoursBetween, hoursObserved, interruptions } = measured;
    const mean = meanHoursBetween === null ? null : round(meanHoursBetween);
    const figures = [round(low), round(high), mean, round(hoursObserved), interruptions];
    return [[cloud, region, zone, type, 'measured', ...figures, end, 'skynomad-traces']];
  });
}

/** @param {{ start_time: string, gap_seconds: number }} metadata @param {number} looks */
function endOf(metadata, looks) {
  const start = metadata.start_time.includes('T') ? metadata.start_time : `${metadata.start_time.replace(' ', 'T')}Z`;
  return new Date(Date.parse(start) + (looks - 1) * metadata.gap_seconds * 1000).toISOString().slice(0, 10);
}

/** Six significant digits say more than the traces know. @param {number} value */
function round(value) {
  return Number(value.toPrecision(6));
}

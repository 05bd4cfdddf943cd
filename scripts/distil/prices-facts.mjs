// The prices that one row of the table states, each with its own source and date.

import { asOf, sourceKey } from './prices-sources.mjs';

/**
 * @typedef {object} Fact
 * @property {'aws' | 'gcp' | 'azure'} cloud
 * @property {string} region
 * @property {null} zone
 * @property {string} instanceType
 * @property {number} acceleratorCount
 * @property {'on_demand' | 'spot' | 'reserved' | 'committed_use'} purchaseOption
 * @property {1 | 3 | null} termYears
 * @property {'no_upfront' | 'all_upfront' | null} payment
 * @property {'standard' | 'convertible' | null} offeringClass
 * @property {string} usdPerHour
 * @property {string | null} upfrontUsd
 * @property {string | null} recurringUsdPerHour
 * @property {string} asOf
 * @property {string} source
 */

/** @typedef {Record<string, string>} Row */
/** @typedef {{ fact: Fact, reason: string, why: string }} LeftOut */

/** Azure's Windows meter taken for Linux, and the source of the Linux price that stands in the row. */
const WINDOWS_NOTE = /^karpenter value ([\d.]+) is the "Win" meter .*Linux ([\d.]+) in .* per skypilot v6$/;

/** A second source of the on-demand price. */
const WEB_NOTE = /^gcpweb (\d{4}-\d{2}-\d{2}) on_demand=([\d.]+)$/;

const HOURS_OF_TERM = { 1: 8760, 3: 26280 };

/**
 * @param {Row} row
 * @returns {{ facts: Fact[], leftOut: LeftOut[] }}
 */
export function factsOfRow(row) {
  /** @type {LeftOut[]} */
  const leftOut = [];
  const facts = [...onDemand(row), ...commitment(row, 1), ...commitment(row, 3)];
  for (const fact of spot(row)) {
    if (isEstimate(row)) leftOut.push({ fact, reason: 'estimate', why: estimateSentence(row) });
    else facts.push(fact);
  }
  return { facts, leftOut };
}

/** @param {Row} row @param {Partial<Fact>} more @returns {Fact} */
function fact(row, more) {
  return {
    cloud: row.cloud,
    region: row.region,
    zone: null,
    instanceType: row.instance_type,
    acceleratorCount: Number(row.accelerator_count),
    termYears: null,
    payment: null,
    offeringClass: null,
    upfrontUsd: null,
    recurringUsdPerHour: null,
    asOf: asOf(row.as_of),
    source: sourceKey(row.source),
    ...more,
  };
}

/** @param {Row} row @returns {Fact[]} */
function onDemand(row) {
  if (row.on_demand_usd_h === '') return [];
  const windows = WINDOWS_NOTE.exec(row.notes);
  if (windows) {
    const linux = { source: sourceKey(row.spot_source), asOf: asOf(row.spot_as_of) };
    return [
      fact(row, { purchaseOption: 'on_demand', usdPerHour: decimal(windows[1]) }),
      fact(row, { purchaseOption: 'on_demand', usdPerHour: decimal(row.on_demand_usd_h), ...linux }),
    ];
  }
  const stated = fact(row, { purchaseOption: 'on_demand', usdPerHour: decimal(row.on_demand_usd_h) });
  const web = WEB_NOTE.exec(row.notes);
  if (!web) return [stated];
  return [stated, { ...stated, usdPerHour: decimal(web[2]), asOf: web[1], source: 'gcp-web-2026-03' }];
}

/** @param {Row} row @returns {Fact[]} */
function spot(row) {
  if (row.spot_usd_h === '') return [];
  const own = row.spot_source === 'same';
  return [
    fact(row, {
      purchaseOption: 'spot',
      usdPerHour: decimal(row.spot_usd_h),
      source: own ? sourceKey(row.source) : sourceKey(row.spot_source),
      asOf: asOf(row.spot_as_of),
    }),
  ];
}

/** The AWS collection fills in on demand × (1 − the advisor's saving) where it saw no zone's price. @param {Row} row */
function isEstimate(row) {
  return row.cloud === 'aws' && row.spot_min_usd_h === '';
}

/** @param {Row} row */
function estimateSentence(row) {
  return (
    `No zone's spot price was seen; ${decimal(row.spot_usd_h)} USD an hour is ${decimal(row.on_demand_usd_h)} on demand ` +
    "less the spot advisor's rounded saving."
  );
}

/** @param {Row} row @param {1 | 3} termYears @returns {Fact[]} */
function commitment(row, termYears) {
  const stated = row[`reserved_${termYears}y_usd_h`];
  const terms = row[`reserved_${termYears}y_terms`];
  if (stated === '') return [];
  const usdPerHour = decimal(stated);
  // Nothing is due upfront: that is what the terms say, so 0 is a fact here.
  const hourly = { usdPerHour, upfrontUsd: '0', recurringUsdPerHour: usdPerHour, termYears };
  const reserved = /^(Standard|Convertible) No Upfront$/.exec(terms);
  if (reserved) {
    const offeringClass = reserved[1] === 'Standard' ? 'standard' : 'convertible';
    return [fact(row, { ...hourly, purchaseOption: 'reserved', payment: 'no_upfront', offeringClass })];
  }
  if (terms === `resource CUD ${termYears}y (monthly/730)`) {
    return [fact(row, { ...hourly, purchaseOption: 'committed_use' })];
  }
  const whole = /^\d Year reservation total (\d+)\/(\d+)$/.exec(terms);
  if (whole && Number(whole[2]) === HOURS_OF_TERM[termYears]) {
    // The price of the whole term, due at once (or monthly, for the same sum).
    const paid = { upfrontUsd: whole[1], recurringUsdPerHour: '0', payment: 'all_upfront' };
    return [fact(row, { purchaseOption: 'reserved', termYears, usdPerHour, ...paid })];
  }
  throw new Error(`${row.cloud} ${row.region} ${row.instance_type}: the terms "${terms}" are not known.`);
}

/** Without padding zeros: `768.0` is `768`. @param {string} text */
function decimal(text) {
  if (!/^\d+(\.\d+)?$/.test(text)) return text;
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

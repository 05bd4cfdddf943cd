/**
 * Splits what `price_history` says of the offers that match into days.
 *
 * A row holds from its `observed_at` until the next row of its offer, or the end that was asked for. The last row before
 * the beginning counts too: its price still held. A row without a price is a withdrawal: no price is known until the
 * next one.
 */
export const DAYS_SQL = `
WITH
  fromUnixTimestamp64Milli({from:Int64}, 'UTC') AS begin,
  fromUnixTimestamp64Milli({to:Int64}, 'UTC') AS finish,
  held AS (
    SELECT
      offer_id, cloud, region, zone, instance_type, purchase_option, term_years, payment, offering_class,
      usd_per_hour,
      tuple(stated_currency, toString(stated_per_hour), toString(usd_per_unit), rate_date, rate_source) AS stated,
      greatest(observed_at, begin) AS since,
      least(
        leadInFrame(observed_at, 1, finish) OVER (
          PARTITION BY offer_id ORDER BY observed_at ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
        ),
        finish
      ) AS until
    FROM price_history
    WHERE observed_at < finish AND {filter}
  ),
  parts AS (
    SELECT
      *,
      arrayJoin(range(toUInt32(toDate(since, 'UTC')), toUInt32(toDate(until - INTERVAL 1 MILLISECOND, 'UTC')) + 1)) AS day_number,
      greatest(since, toDateTime64(toDate(day_number), 3, 'UTC')) AS part_since,
      least(until, toDateTime64(toDate(day_number + 1), 3, 'UTC')) AS part_until,
      toInt64(dateDiff('millisecond', part_since, part_until)) AS ms
    FROM held
    WHERE since < until AND usd_per_hour IS NOT NULL
  )
SELECT
  offer_id,
  any(cloud) AS cloud,
  any(region) AS region,
  any(zone) AS zone,
  any(instance_type) AS instance_type,
  any(purchase_option) AS purchase_option,
  any(term_years) AS term_years,
  any(payment) AS payment,
  any(offering_class) AS offering_class,
  argMax(stated, part_since) AS last_stated,
  toString(toDate(day_number)) AS day,
  toString(min(usd_per_hour)) AS min_usd,
  toString(max(usd_per_hour)) AS max_usd,
  toString(sum(toDecimal256(usd_per_hour, 10) * ms)) AS usd_ms,
  toString(sum(ms)) AS known_ms,
  toString(sumIf(ms, usd_per_hour < toDecimal128({below:String}, 10))) AS below_ms
FROM parts
GROUP BY offer_id, day_number
ORDER BY offer_id, day_number`;

/** One row of the answer. */
export interface DayRow {
  readonly offer_id: string;
  readonly cloud: string;
  readonly region: string;
  readonly zone: string | null;
  readonly instance_type: string;
  readonly purchase_option: string;
  readonly term_years: number | null;
  readonly payment: string | null;
  readonly offering_class: string | null;
  /** Currency, amount per hour, rate, its day and source of the last price of the day; null where that is in USD. */
  readonly last_stated: readonly (string | null)[];
  readonly day: string;
  readonly min_usd: string;
  readonly max_usd: string;
  /** USD per hour times milliseconds: over `known_ms` the mean over time. */
  readonly usd_ms: string;
  readonly known_ms: string;
  readonly below_ms: string;
}

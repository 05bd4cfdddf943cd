// A million offers as the clouds would state them: the shipped machines in more regions than there are, on every way to pay.

/**
 * Fills the table of offers with made-up prices: the same ones every time. The machines and regions are those of the
 * catalog, each region several times over under other names; of every machine in every region there are one price on
 * demand, five of spot (one per zone), twelve reserved and six of savings plans.
 *
 * @param {import('typeorm').DataSource} dataSource
 * @param {number} count
 * @returns {Promise<number>} how many there are now
 */
export async function fillOffers(dataSource, count) {
  await dataSource.query('TRUNCATE offer');
  await dataSource.query(FILL, [count]);
  // As an installation that has been running for a while: statistics and visibility are up to date.
  await dataSource.query('VACUUM ANALYZE offer');
  await dataSource.query(
    `INSERT INTO data_release (name, sha256, rows) VALUES ('prices_in_force', gen_random_uuid(), $1)
     ON CONFLICT (name) DO UPDATE SET sha256 = gen_random_uuid(), rows = $1`,
    [count],
  );
  const [{ n }] = await dataSource.query('SELECT count(*)::int AS n FROM offer');
  return n;
}

/** Prices are spread by a hash of the place around what a machine of so many accelerators costs; money to ten decimals. */
const FILL = `
  WITH way (purchase_option, term_years, payment, offering_class, zone, share) AS (
    SELECT 'on_demand', NULL::smallint, NULL, NULL, NULL, 1.0
    UNION ALL SELECT 'spot', NULL, NULL, NULL, chr(96 + zone), 0.4 FROM generate_series(1, 5) AS zone
    UNION ALL
    SELECT 'reserved', term, payment, class, NULL, 0.75 - term * 0.08
    FROM unnest(ARRAY[1, 3]::smallint[]) AS term,
      unnest(ARRAY['no_upfront', 'partial_upfront', 'all_upfront']) AS payment,
      unnest(ARRAY['standard', 'convertible']) AS class
    UNION ALL
    SELECT 'savings_plan', term, payment, NULL, NULL, 0.8 - term * 0.08
    FROM unnest(ARRAY[1, 3]::smallint[]) AS term,
      unnest(ARRAY['no_upfront', 'partial_upfront', 'all_upfront']) AS payment
  ),
  place AS (
    SELECT cloud, CASE copy WHEN 0 THEN name ELSE name || '-x' || copy END AS region
    FROM region, generate_series(0, 3) AS copy
  ),
  priced AS (
    SELECT t.cloud, p.region, CASE WHEN w.zone IS NULL THEN NULL ELSE p.region || w.zone END AS zone, t.name,
      t.accelerator_id, a.family, t.accelerator_count, t.accelerator_memory_gib,
      w.purchase_option, w.term_years, w.payment, w.offering_class,
      round((t.accelerator_count * 4 * w.share
        * (0.8 + 0.4 * (hashtext(p.region || t.name || coalesce(w.zone, '')) & 65535) / 65535.0))::numeric, 6) AS usd
    FROM place p JOIN instance_type t ON t.cloud = p.cloud JOIN accelerator a ON a.id = t.accelerator_id, way w
    LIMIT $1
  )
  INSERT INTO offer (id, cloud, region, zone, instance_type, accelerator_id, accelerator_name, accelerator_count,
    accelerator_memory_gib, purchase_option, term_years, payment, offering_class, operating_system, usd_per_hour,
    upfront_usd, recurring_usd_per_hour, currency, as_of, source, interruption_per_month, available, publisher,
    confirmed_at)
  SELECT
    concat_ws(':', cloud, coalesce(zone, region), name, purchase_option, term_years || 'y', payment, offering_class),
    cloud, region, zone, name, accelerator_id, family, accelerator_count, accelerator_memory_gib, purchase_option,
    term_years, payment, offering_class, 'linux', usd,
    CASE payment WHEN 'all_upfront' THEN usd * 8760 * term_years WHEN 'partial_upfront' THEN usd * 4380 * term_years END,
    CASE payment WHEN 'no_upfront' THEN usd WHEN 'partial_upfront' THEN usd / 2 END,
    'USD', '2026-08-0' || 1 + (hashtext(region) & 7), cloud || ' price list',
    CASE purchase_option WHEN 'spot' THEN jsonb_build_object('low', (hashtext(region || name) & 3) * 0.05,
      'high', (hashtext(region || name) & 3) * 0.05 + 0.05, 'basis', 'published', 'asOf', '2026-08-01') END,
    CASE WHEN hashtext(region || name) % 20 = 0 THEN false WHEN purchase_option = 'spot' THEN true END,
    cloud || '-list', timestamptz '2026-08-10 00:00:00Z' + (hashtext(region) & 255) * interval '1 minute'
  FROM priced`;

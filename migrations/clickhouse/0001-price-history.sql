-- Every price ever seen, one row per change of an offer. Nothing is updated: a price that disappears is a row too.
-- On a cluster the rows lie on the shards in price_history_local, and price_history reads and writes all of them.
CREATE TABLE IF NOT EXISTS {{table:price_history}}{{on_cluster}}
(
    offer_id String,
    cloud LowCardinality(String),
    region LowCardinality(String),
    zone Nullable(String),
    instance_type LowCardinality(String),
    accelerator_id LowCardinality(String),
    accelerator_count Float64,
    purchase_option LowCardinality(String),
    term_years Nullable(UInt8),
    payment LowCardinality(Nullable(String)),
    offering_class LowCardinality(Nullable(String)),
    -- Null: the offer was withdrawn at this moment.
    usd_per_hour Nullable(Decimal(20, 10)),
    upfront_usd Nullable(Decimal(20, 10)),
    recurring_usd_per_hour Nullable(Decimal(20, 10)),
    as_of String,
    source LowCardinality(String),
    observed_at DateTime64(3, 'UTC')
)
ENGINE = {{engine:MergeTree}}
PARTITION BY toYYYYMM(observed_at)
ORDER BY (cloud, region, instance_type, purchase_option, offer_id, observed_at);
{{cluster_only}}
CREATE TABLE IF NOT EXISTS price_history{{on_cluster}} AS price_history_local
ENGINE = Distributed('{{cluster}}', currentDatabase(), price_history_local, cityHash64(offer_id));
{{end}}

-- What a price was in the currency in which it was stated, and the rate of exchange; null where it was stated in USD.
ALTER TABLE {{table:price_history}}{{on_cluster}}
    ADD COLUMN IF NOT EXISTS stated_currency LowCardinality(Nullable(String)),
    ADD COLUMN IF NOT EXISTS stated_per_hour Nullable(Decimal(38, 10)),
    ADD COLUMN IF NOT EXISTS usd_per_unit Nullable(Decimal(38, 18)),
    ADD COLUMN IF NOT EXISTS rate_date LowCardinality(Nullable(String)),
    ADD COLUMN IF NOT EXISTS rate_source LowCardinality(Nullable(String));
{{cluster_only}}
ALTER TABLE price_history{{on_cluster}}
    ADD COLUMN IF NOT EXISTS stated_currency LowCardinality(Nullable(String)),
    ADD COLUMN IF NOT EXISTS stated_per_hour Nullable(Decimal(38, 10)),
    ADD COLUMN IF NOT EXISTS usd_per_unit Nullable(Decimal(38, 18)),
    ADD COLUMN IF NOT EXISTS rate_date LowCardinality(Nullable(String)),
    ADD COLUMN IF NOT EXISTS rate_source LowCardinality(Nullable(String));
{{end}}

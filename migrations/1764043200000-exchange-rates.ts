import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Exchange rates; what a price was in its own currency, of offers and of prices in quarantine. */
export class ExchangeRates1764043200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE exchange_rate (
        id bigserial NOT NULL,
        currency text NOT NULL,
        date text NOT NULL,
        usd_per_unit numeric(30,18) NOT NULL,
        source text NOT NULL,
        stated_by text,
        stated_at timestamptz NOT NULL,
        PRIMARY KEY (id)
      )`);
    await runner.query('CREATE INDEX exchange_rate_date ON exchange_rate (currency, date, id)');
    await runner.query('ALTER TABLE offer ADD COLUMN converted jsonb');
    await runner.query(`
      ALTER TABLE price_quarantine
        ALTER COLUMN usd_per_hour DROP NOT NULL,
        ADD COLUMN currency text NOT NULL DEFAULT 'USD',
        ADD COLUMN foreign_per_hour text`);
    // Their amounts were kept as if they were in USD, without saying in which currency they are.
    await runner.query(`
      UPDATE price_quarantine SET status = 'resolved', decided_at = now()
      WHERE reason = 'currency_unknown' AND status <> 'resolved'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    // Without a rate there is nothing that the column could hold.
    await runner.query('DELETE FROM price_quarantine WHERE usd_per_hour IS NULL');
    await runner.query(`
      ALTER TABLE price_quarantine
        DROP COLUMN foreign_per_hour,
        DROP COLUMN currency,
        ALTER COLUMN usd_per_hour SET NOT NULL`);
    await runner.query('ALTER TABLE offer DROP COLUMN converted');
    await runner.query('DROP TABLE exchange_rate');
  }
}

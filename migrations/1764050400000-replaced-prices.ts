import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an accepted price came in the place of, so that it can be put back. */
export class ReplacedPrices1764050400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE price_quarantine ADD COLUMN replaced jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE price_quarantine DROP COLUMN replaced');
  }
}

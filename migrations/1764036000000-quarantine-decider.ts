import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who decided about a price in quarantine. */
export class QuarantineDecider1764036000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE price_quarantine ADD COLUMN decided_by text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE price_quarantine DROP COLUMN decided_by');
  }
}

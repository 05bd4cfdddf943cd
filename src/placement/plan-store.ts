import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type Repository } from 'typeorm';
import { ConflictError, NotFoundError } from '../platform/index.js';
import { NO_LIMITS, type Limits } from './limits/limits.schema.js';
import type { FleetPlan } from './plan.schema.js';
import { PlanEntity } from './plan.entity.js';
import type { Workload } from './workload.schema.js';

/** Namespace of plan ids that are made of idempotency keys. */
const KEY_NAMESPACE = 'pennywatt/placements/';

/** What a plan was asked for. */
interface Asked extends Limits {
  readonly workloads: readonly Workload[];
}

/** Plans are kept with what was asked, so that they can be shown and explained again. */
@Injectable()
export class PlanStore {
  private readonly plans: Repository<PlanEntity>;

  constructor(dataSource: DataSource) {
    this.plans = dataSource.getRepository(PlanEntity);
  }

  /**
   * Keeps a plan and returns it under its id. With a key that was used before, the plan of then is returned and nothing
   * is made or kept; two requests that race with one key get the same plan.
   *
   * @throws ConflictError where the key was used for another request
   */
  async keep(asked: Asked, key: string | null, make: () => Promise<FleetPlan>): Promise<FleetPlan> {
    const id = key === null ? randomUUID() : idOfKey(key);
    const earlier = key === null ? null : await this.plans.findOneBy({ id });
    if (earlier !== null) return sameRequest(earlier, asked);
    const result: FleetPlan = { ...(await make()), id };
    const inserted = await this.plans
      .createQueryBuilder()
      .insert()
      .values({ id, createdAt: new Date(result.createdAt), request: asked, result })
      .orIgnore()
      .returning('id')
      .execute();
    const wasFirst = Array.isArray(inserted.raw) && inserted.raw.length > 0;
    return wasFirst ? result : sameRequest(await this.plans.findOneByOrFail({ id }), asked);
  }

  async byId(id: string): Promise<FleetPlan> {
    const plan = await this.plans.findOneBy({ id });
    if (plan === null)
      throw new NotFoundError(`No plan has the id ${id}. GET /v1/placements lists those that are kept.`);
    return planOf(plan);
  }

  /** The newest first. */
  async list(limit: number, offset: number): Promise<{ readonly total: number; readonly plans: FleetPlan[] }> {
    const [rows, total] = await this.plans.findAndCount({
      order: { createdAt: 'DESC', id: 'ASC' },
      take: limit,
      skip: offset,
    });
    return { total, plans: rows.map(planOf) };
  }
}

/** Plans of before there were limits say nothing of them. */
function planOf({ result }: PlanEntity): FleetPlan {
  return { proof: null, limits: [], ...(result as Omit<FleetPlan, 'proof' | 'limits'>) };
}

function sameRequest(plan: PlanEntity, asked: Asked): FleetPlan {
  // Plans of before there were limits say nothing of them.
  if (canonical({ ...NO_LIMITS, ...(plan.request as Partial<Asked>) }) !== canonical(asked)) {
    throw new ConflictError('This Idempotency-Key was used for another request. Use a new key for a new request.');
  }
  return planOf(plan);
}

/** The database keeps the fields of an object in an order of its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** The same key gives the same id in every process, so that the primary key settles races: a UUID of version 8. */
function idOfKey(key: string): string {
  const hex = createHash('sha256').update(KEY_NAMESPACE).update(key).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`;
}

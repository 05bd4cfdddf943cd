import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { closestNames } from '../../catalog/index.js';
import { InputError, NotFoundError } from '../../platform/index.js';
import type { PriceSource } from '../sources/price-source.js';
import { PollRunEntity, type PollStep } from './poll-run.entity.js';
import type { PollRequest, PollRun } from './polls.schema.js';
import { PricePoller } from './price-poller.js';
import { PRICE_SOURCES } from './price-sources.service.js';
import { rankSources, type RegisteredSource } from './source-registry.js';

/** Polls of one run that are under way at once. */
const AT_ONCE = 4;
/** How often the progress of a run is written down. */
const WRITE_EVERY_MS = 500;

interface Target {
  readonly registered: RegisteredSource;
  readonly region: string | null;
}

/** Polls that somebody asks for, apart from the schedule. */
@Injectable()
export class PollsService implements OnModuleDestroy {
  private readonly logger = new Logger('prices');
  private readonly stopping = new AbortController();
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly poller: PricePoller,
    @Inject(PRICE_SOURCES) private readonly sources: readonly PriceSource[],
  ) {}

  /** Begins to poll and says what. Throws `InputError` where nothing can be polled as asked. */
  async start(request: PollRequest): Promise<PollRun> {
    const wanted = (await rankSources(this.sources)).filter((registered) => isWanted(registered, request));
    const able = wanted.filter(({ isUsed }) => isUsed);
    const notPolled = wanted
      .filter(({ isUsed }) => !isUsed)
      .map((one) => ({ source: one.source.id, why: whyNot(one) }));
    if (able.length === 0) throw new InputError(nothingToPoll(notPolled, this.sources));
    const targets = (await Promise.all(able.map((one) => this.targets(one, request)))).flat();
    const run = this.dataSource.getRepository(PollRunEntity).create({
      id: randomUUID(),
      startedAt: new Date(),
      finishedAt: null,
      steps: targets.map(({ registered, region }) => waitingStep(registered.source.id, region)),
    });
    await this.dataSource.getRepository(PollRunEntity).save(run);
    const work = this.work(run, targets).finally(() => this.running.delete(work));
    this.running.add(work);
    return { ...describe(run), notPolled };
  }

  /** How far a run is. Throws `NotFoundError` where there is none. */
  async find(id: string): Promise<PollRun> {
    const run = await this.dataSource.getRepository(PollRunEntity).findOneBy({ id });
    if (run === null) throw new NotFoundError(`There is no poll ${id}. POST /v1/prices/polls begins one.`);
    return { ...describe(run), notPolled: [] };
  }

  /** Runs end with the process that does them. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
  }

  private async targets(registered: RegisteredSource, request: PollRequest): Promise<Target[]> {
    const { source } = registered;
    const known = await source.regions(this.poller.context(source, null, AbortSignal.timeout(60_000)));
    if (known === null) return [{ registered, region: null }];
    const wanted = request.region ?? known;
    const unknown = wanted.filter((region) => !known.includes(region));
    // Another cloud of the same request may call a region so.
    if (unknown.length === wanted.length && (request.cloud?.length ?? 0) === 1) {
      const [first = ''] = unknown;
      const close = closestNames(first, known, 3);
      const hint = close.length > 0 ? ` Did you mean ${close.join(' or ')}?` : ` It has ${known.join(', ')}.`;
      throw new InputError(`${source.title} has no region "${first}".${hint}`);
    }
    return wanted.filter((region) => known.includes(region)).map((region) => ({ registered, region }));
  }

  private async work(run: PollRunEntity, targets: readonly Target[]): Promise<void> {
    const steps = [...run.steps];
    const write = () => this.dataSource.getRepository(PollRunEntity).update(run.id, { steps: [...steps] });
    const timer = setInterval(() => void write().catch(() => undefined), WRITE_EVERY_MS);
    try {
      const rest = targets.map((target, index) => ({ target, index }));
      const next = async (): Promise<void> => {
        for (let item = rest.shift(); item !== undefined; item = rest.shift()) {
          const { target, index } = item;
          const change = (changed: Partial<PollStep>) => {
            const step = steps[index];
            if (step !== undefined) steps[index] = { ...step, ...changed };
          };
          await this.step(target, change);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, next));
    } catch (error) {
      this.logger.error('A poll failed', (error as Error).stack);
    } finally {
      clearInterval(timer);
      await this.dataSource.getRepository(PollRunEntity).update(run.id, { steps: [...steps], finishedAt: new Date() });
    }
  }

  private async step({ registered, region }: Target, change: (changed: Partial<PollStep>) => void): Promise<void> {
    change({ state: 'running' });
    const outcome = await this.poller.poll(registered, region, this.stopping.signal, (done, total, unit) =>
      change({ done, total, unit }),
    );
    switch (outcome.state) {
      case 'good':
        return change({ state: 'good', published: outcome.published, quarantined: outcome.quarantined });
      case 'failed':
        return change({ state: 'failed', failure: outcome.failure });
      case 'elsewhere':
        return change({ state: 'failed', failure: 'It is being polled at this moment by the schedule.' });
    }
  }
}

function isWanted({ source }: RegisteredSource, { cloud, purchase, source: ids }: PollRequest): boolean {
  return (
    (cloud === undefined || cloud.includes(source.cloud)) &&
    (purchase === undefined || source.purchaseOptions.some((option) => purchase.includes(option))) &&
    (ids === undefined || ids.includes(source.id))
  );
}

function whyNot({ readiness }: RegisteredSource): string {
  return readiness.ready ? 'Another source is asked for the same prices.' : readiness.needs;
}

function nothingToPoll(notPolled: PollRun['notPolled'], sources: readonly PriceSource[]): string {
  if (notPolled.length === 0) {
    return `No source has such prices. The sources are ${sources.map(({ id }) => id).join(', ')}.`;
  }
  const lines = notPolled.map(({ source, why }) => `${source}: ${why}`);
  return `None of these sources can be polled: ${lines.join(' ')}`;
}

function waitingStep(source: string, region: string | null): PollStep {
  return {
    source,
    region,
    state: 'waiting',
    done: 0,
    total: null,
    unit: 'pages',
    published: 0,
    quarantined: 0,
    failure: null,
  };
}

function describe({ id, startedAt, finishedAt, steps }: PollRunEntity): Omit<PollRun, 'notPolled'> {
  return { id, startedAt: startedAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null, steps: [...steps] };
}

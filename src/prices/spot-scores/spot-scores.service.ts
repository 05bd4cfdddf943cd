import { Inject, Injectable } from '@nestjs/common';
import { CatalogService } from '../../catalog/index.js';
import { OutboundError } from '../../platform/index.js';
import { PRICE_SOURCES } from '../polling/price-sources.service.js';
import type { PriceSource, SpotFleet, SpotScore } from '../sources/price-source.js';
import { spotFleet } from './spot-fleet.js';
import type { SpotScores, SpotScoresQuery } from './spot-scores.schema.js';

/** The cloud that scores spot capacity. */
const CLOUD = 'aws';
/** Scores change slowly, and AWS counts the different questions that it is asked in a day. */
const GOOD_FOR_MS = 600_000;
const LONGEST_ANSWER_MS = 30_000;
/** Answers that are kept, the latest. */
const MOST_KEPT = 500;

/** A source that can say how likely spot machines can be had. */
type ScoringSource = PriceSource & Required<Pick<PriceSource, 'spotScores'>>;

interface Kept {
  readonly at: Date;
  readonly scores: readonly SpotScore[];
}

/** How likely spot machines can be had now. Asked when somebody wants to know, for a cloud limits how much may be asked. */
@Injectable()
export class SpotScoresService {
  /** By fleet, the oldest first. */
  private readonly kept = new Map<string, Kept>();
  private readonly asking = new Map<string, Promise<Kept>>();

  constructor(
    @Inject(PRICE_SOURCES) private readonly sources: readonly PriceSource[],
    private readonly catalog: CatalogService,
  ) {}

  /**
   * The scores of ten minutes ago or later; older ones, with their age, where the cloud does not answer. Throws
   * `InputError` where such machines cannot be scored.
   */
  async find(query: SpotScoresQuery, now = new Date()): Promise<SpotScores> {
    const fleet = spotFleet(query, CLOUD, this.catalog.instanceTypes(), this.catalog.accelerators());
    const key = JSON.stringify(fleet);
    const before = this.kept.get(key) ?? null;
    if (before !== null && now.getTime() - before.at.getTime() < GOOD_FOR_MS)
      return answer(fleet, 'scored', before, now);
    const source = this.sources.find((one): one is ScoringSource => one.cloud === CLOUD && 'spotScores' in one);
    if (source === undefined) return answer(fleet, 'not_ready', before, now, 'No source of this cloud scores spot.');
    const readiness = await source.readiness();
    if (!readiness.ready) return answer(fleet, 'not_ready', before, now, readiness.needs);
    try {
      return answer(fleet, 'scored', await this.ask(source, fleet, key, now), now);
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error;
      return answer(fleet, 'failed', before, now, error.message);
    }
  }

  /** What two want to know at once is asked once. */
  private ask(source: ScoringSource, fleet: SpotFleet, key: string, now: Date): Promise<Kept> {
    const known = this.asking.get(key);
    if (known !== undefined) return known;
    const asked = source
      .spotScores(fleet, AbortSignal.timeout(LONGEST_ANSWER_MS))
      .then((scores) => this.keep(key, { at: now, scores: [...scores].sort(likeliestFirst) }))
      .finally(() => this.asking.delete(key));
    this.asking.set(key, asked);
    return asked;
  }

  private keep(key: string, kept: Kept): Kept {
    this.kept.delete(key);
    this.kept.set(key, kept);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
    return kept;
  }
}

function answer(
  { instanceTypes, instances, within }: SpotFleet,
  state: SpotScores['state'],
  kept: Kept | null,
  now: Date,
  why: string | null = null,
): SpotScores {
  const ageMs = kept === null ? null : Math.max(0, now.getTime() - kept.at.getTime());
  return {
    cloud: CLOUD,
    state,
    why,
    instanceTypes,
    instances,
    within,
    asOf: kept?.at.toISOString() ?? null,
    ageSeconds: ageMs === null ? null : Math.round(ageMs / 1000),
    scores: kept?.scores ?? [],
  };
}

function likeliestFirst(a: SpotScore, b: SpotScore): number {
  return b.score - a.score || a.region.localeCompare(b.region) || (a.zone ?? '').localeCompare(b.zone ?? '');
}

import { Injectable } from '@nestjs/common';
import { BenchmarksService, isMlperf, mlperfNotes, type Measurement } from '../../benchmarks/index.js';
import { CatalogService, findModel, matchAccelerators, similarModelNames } from '../../catalog/index.js';
import { InputError } from '../../platform/index.js';
import { PricesService } from '../../prices/index.js';
import { PlacementKnowledge } from '../placement-knowledge.js';
import { CheapestPrices } from './cheapest-price.js';
import { measuredContender, type Contender } from './contender.js';
import { predictedContenders } from './predicted-contenders.js';
import { rank, type Unranked } from './rank.js';
import type { Ranking, RankingQuery } from './ranking.schema.js';

/** Which accelerator is the best for a model, by what was measured, and by what can be predicted where asked. */
@Injectable()
export class RankingService {
  constructor(
    private readonly benchmarks: BenchmarksService,
    private readonly catalog: CatalogService,
    private readonly prices: PricesService,
    private readonly knowledge: PlacementKnowledge,
  ) {}

  /** Throws `InputError` where nothing is called so, or nothing of it was measured and it cannot be predicted. */
  async rank(query: RankingQuery): Promise<Ranking> {
    const { model, accelerator, precision, engine, source, kind, by, per, limit, offset } = query;
    const measured = await this.benchmarks.matching({ model, accelerator, precision, engine, source, kind });
    const { compared, unranked } = comparable(measured, source);
    const prices = new CheapestPrices(this.prices, query);
    const contenders = compared.flatMap((each) => measuredContender(each, prices.of(each.acceleratorId)) ?? []);
    const tokenless = compared.length - contenders.length;
    const predicted = query.predicted ? this.predict(query, compared, prices) : [];
    if (measured.length === 0 && predicted.length === 0) throw new InputError(nothingKnown(query));
    const { entries, withoutFigure } = rank([...contenders, ...predicted], by, per);
    const page = entries.slice(offset, offset + limit);
    return {
      model: findModel(model)?.name ?? model,
      by,
      per,
      total: entries.length,
      offset,
      limit,
      entries: page,
      withoutFigure: [
        ...withoutFigure,
        ...(tokenless === 0 ? [] : [{ count: tokenless, why: 'counted no tokens' }]),
        ...unranked,
      ],
      notes: notesOf(page, compared, query),
    };
  }

  private predict(query: RankingQuery, measured: readonly Measurement[], prices: CheapestPrices): Contender[] {
    const { kind, model, accelerator, precision, inputTokens, outputTokens } = query;
    if (kind === 'training')
      throw new InputError('Predictions are ranked of inference only. Leave predicted or kind out.');
    const known = this.catalog.accelerators();
    const ids = new Set((accelerator ?? []).flatMap((name) => matchAccelerators(name, known).map(({ id }) => id)));
    const pairs = new Set(measured.map((each) => `${each.acceleratorId} ${each.precision}`));
    return predictedContenders(
      {
        model: this.catalog.model(model),
        accelerators: accelerator === undefined ? known : known.filter(({ id }) => ids.has(id)),
        precisions: precision ?? null,
        request: { inputTokens, outputTokens },
        isMeasured: (id, at) => pairs.has(`${id} ${at}`),
      },
      this.knowledge.performance,
      prices,
    );
  }
}

/** Results of MLPerf™ benchmarks are ranked, among themselves, where a source was named or there is nothing else. */
function comparable(
  measured: readonly Measurement[],
  source: string | undefined,
): { readonly compared: readonly Measurement[]; readonly unranked: readonly Unranked[] } {
  const others = measured.filter((each) => !isMlperf(each));
  const results = measured.length - others.length;
  if (results === 0 || others.length === 0 || source !== undefined) return { compared: measured, unranked: [] };
  const why = 'are MLPerf™ benchmark results, which compare with one another only: ask with source mlperf';
  return { compared: others, unranked: [{ count: results, why }] };
}

function notesOf(page: Ranking['entries'], compared: readonly Measurement[], { by }: RankingQuery): string[] {
  const shown = new Set(page.map(({ measurementId }) => measurementId));
  const results = mlperfNotes(compared.filter(({ id }) => shown.has(id)));
  const scopes = new Set(page.map(({ powerScope }) => powerScope).filter((scope) => scope !== null));
  const requests = new Set(page.map(({ inputTokens, outputTokens }) => `${inputTokens}/${outputTokens}`));
  return [
    ...(requests.size > 1
      ? ['Requests differ from run to run (in/out): long prompts cost rate, and so do few requests in flight.']
      : []),
    ...(by === 'tokens-per-joule' && scopes.size > 1
      ? ['Energy of the accelerators alone and of the whole machine stand side by side: mind the scope.']
      : []),
    ...(results.length > 0 && by !== 'tokens-per-second'
      ? [
          `${by} is worked out by Pennywatt. It is no MLPerf™ benchmark metric, and not verified by MLCommons Association.`,
        ]
      : []),
    ...results,
  ];
}

function nothingKnown({ model, predicted }: RankingQuery): string {
  const known = findModel(model)?.name;
  const similar = known === undefined ? similarModelNames(model) : [];
  const meant = similar.length > 0 ? ` Did you mean ${similar.join(' or ')}?` : '';
  const next = predicted
    ? 'Ask for other accelerators or precisions.'
    : 'Import your own with "pennywatt benchmarks import", widen the filter, or ask for predictions too (predicted).';
  return `Nothing was measured of "${known ?? model}" that matches.${meant} ${next}`;
}

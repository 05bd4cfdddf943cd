import { Decimal } from 'decimal.js';
import { isMlperf, type Measurement } from '../../benchmarks/index.js';
import type { Accelerator, ModelArchitecture, Precision } from '../../catalog/index.js';
import type { ServingPrediction } from '../../performance/index.js';
import type { RankedEntry, RankingFigure, RankingPrice } from './ranking.schema.js';

/** A measurement or a prediction with everything that it can be ranked by, before it has a rank. */
export type Contender = Omit<RankedEntry, 'rank' | 'value'>;

const SECONDS_PER_HOUR = 3600;
const MILLION = 1_000_000;

/** A measurement that counted tokens; null for one that did not. */
export function measuredContender(measurement: Measurement, price: RankingPrice | null): Contender | null {
  const { tokensPerSecond, acceleratorCount, joulesPerToken } = measurement;
  if (tokensPerSecond === null) return null;
  return {
    group: groupOf(measurement),
    basis: 'measured',
    errorPercent: null,
    measurementId: measurement.id,
    model: measurement.model ?? measurement.modelAsWritten,
    acceleratorId: measurement.acceleratorId,
    accelerator: measurement.acceleratorAsWritten,
    acceleratorCount,
    precision: measurement.precision,
    precisionAsWritten: measurement.precisionAsWritten,
    engine: measurement.engine,
    scenario: measurement.scenario,
    inputTokens: measurement.inputTokens,
    outputTokens: measurement.outputTokens,
    concurrency: measurement.concurrency,
    ...rates(tokensPerSecond, acceleratorCount, price),
    tokensPerJoule: joulesPerToken === null ? null : 1 / joulesPerToken,
    powerScope: measurement.powerScope,
    origin: measurement.origin,
    submitter: measurement.submitter,
    suite: measurement.suite,
    resultId: measurement.resultId,
    source: measurement.source,
  };
}

/** What the performance model says of hardware on which nobody measured the model at the precision. */
export function predictedContender(
  prediction: ServingPrediction,
  of: {
    readonly model: ModelArchitecture;
    readonly accelerator: Accelerator;
    readonly acceleratorCount: number;
    readonly precision: Precision;
    readonly request: { readonly inputTokens: number; readonly outputTokens: number };
  },
  price: RankingPrice | null,
): Contender {
  const { joulesPerOutputToken, outputTokensPerSecond } = prediction;
  return {
    group: null,
    basis: 'predicted',
    errorPercent: prediction.errorPercent,
    measurementId: null,
    model: of.model.name,
    acceleratorId: of.accelerator.id,
    accelerator: of.accelerator.name,
    acceleratorCount: of.acceleratorCount,
    precision: of.precision,
    precisionAsWritten: of.precision,
    engine: null,
    scenario: 'highest throughput of one replica',
    ...of.request,
    concurrency: prediction.concurrency,
    ...rates(outputTokensPerSecond, of.acceleratorCount, price),
    tokensPerJoule: joulesPerOutputToken === null ? null : 1 / joulesPerOutputToken,
    powerScope: joulesPerOutputToken === null ? null : 'accelerators',
    origin: null,
    submitter: null,
    suite: null,
    resultId: null,
    source: prediction.source,
  };
}

/**
 * MLCommons lets its results be compared with one another only, and only within one benchmark, scenario and compatible
 * version; of one version it is certain. Runs whose power was measured compare with their like.
 */
function groupOf(measurement: Measurement): string | null {
  if (!isMlperf(measurement)) return null;
  const power = measurement.powerScope === null ? [] : ['with power'];
  return [measurement.suite, measurement.scenario, ...power].filter((part) => part !== null).join(', ');
}

function rates(tokensPerSecond: number, acceleratorCount: number, price: RankingPrice | null) {
  const usdPerHour = price === null ? null : new Decimal(price.usdPerAcceleratorHour).times(acceleratorCount);
  return {
    tokensPerSecond,
    tokensPerSecondPerAccelerator: tokensPerSecond / acceleratorCount,
    usdPerMillionTokens:
      usdPerHour === null ? null : shown(usdPerHour.div(SECONDS_PER_HOUR).div(tokensPerSecond).times(MILLION)),
    tokensPerSecondPerUsdPerHour: usdPerHour === null ? null : shown(new Decimal(tokensPerSecond).div(usdPerHour)),
    price,
  };
}

/** The figure asked for; null where the contender lacks it. */
export function figureOf(contender: Contender, by: RankingFigure, per: 'accelerator' | 'replica'): Decimal | null {
  const stated = {
    'tokens-per-second': per === 'replica' ? contender.tokensPerSecond : contender.tokensPerSecondPerAccelerator,
    'usd-per-million-tokens': contender.usdPerMillionTokens,
    'tokens-per-joule': contender.tokensPerJoule,
    'tokens-per-second-per-dollar': contender.tokensPerSecondPerUsdPerHour,
  }[by];
  return stated === null ? null : new Decimal(stated);
}

/** A quotient of measured rates has no more than a few digits worth showing. */
export function shown(value: Decimal): string {
  return value.toSignificantDigits(6).toFixed();
}

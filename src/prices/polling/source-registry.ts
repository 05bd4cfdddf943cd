import type { Cloud } from '../../catalog/index.js';
import type { PurchaseOption } from '../offer.js';
import type { PriceSource, Readiness } from '../sources/price-source.js';

/** A source, whether it can be polled, and which of its prices are taken from it. */
export interface RegisteredSource {
  readonly source: PriceSource;
  readonly readiness: Readiness;
  /** Those for which no ready source of the cloud ranks before it. Empty for what only states availability. */
  readonly responsibleFor: readonly PurchaseOption[];
  /** Whether a poll of it brings something that no source before it brings. */
  readonly isUsed: boolean;
}

/** Decides which of several sources of the same prices is asked: of the ready ones the one that ranks first. */
export async function rankSources(sources: readonly PriceSource[]): Promise<RegisteredSource[]> {
  const readiness = new Map(
    await Promise.all(sources.map(async (source) => [source, await readinessOf(source)] as const)),
  );
  const isReady = (source: PriceSource) => readiness.get(source)?.ready === true;
  const first = (cloud: Cloud, option: PurchaseOption) =>
    sources
      .filter((source) => source.cloud === cloud && source.purchaseOptions.includes(option) && isReady(source))
      .sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1))[0];
  return sources.map((source) => {
    const responsibleFor = source.purchaseOptions.filter((option) => first(source.cloud, option) === source);
    return {
      source,
      readiness: readiness.get(source) ?? { ready: false, needs: '' },
      responsibleFor,
      isUsed: isReady(source) && (source.purchaseOptions.length === 0 || responsibleFor.length > 0),
    };
  });
}

/** Credentials are looked for again after this time, not on every question. */
const REMEMBERED_MS = 30_000;
const remembered = new WeakMap<PriceSource, { readonly until: number; readonly readiness: Promise<Readiness> }>();

function readinessOf(source: PriceSource): Promise<Readiness> {
  const known = remembered.get(source);
  const now = performance.now();
  if (known !== undefined && known.until > now) return known.readiness;
  const readiness = askedReadiness(source);
  remembered.set(source, { until: now + REMEMBERED_MS, readiness });
  return readiness;
}

/** Looking for credentials can fail in as many ways as there are credentials. */
async function askedReadiness(source: PriceSource): Promise<Readiness> {
  try {
    return await source.readiness();
  } catch (error) {
    return { ready: false, needs: `Its credentials cannot be read: ${(error as Error).message}` };
  }
}

import type { PricesService } from '../../prices/index.js';
import type { RankingPrice, RankingQuery } from './ranking.schema.js';

/** Offers looked at in one go for one of a whole machine. */
const PAGE = 100;

/**
 * Remembers the cheapest price of an accelerator that counts: of a whole machine, in a place that is not known to lack it.
 *
 * @throws InputError from the first look-up, where no region is called so
 */
export class CheapestPrices {
  private readonly known = new Map<string, RankingPrice | null>();

  constructor(
    private readonly prices: PricesService,
    private readonly where: Pick<RankingQuery, 'cloud' | 'region' | 'purchase'>,
  ) {}

  /** Null where nothing that counts is offered; for no accelerator, too. */
  of(acceleratorId: string | null): RankingPrice | null {
    if (acceleratorId === null) return null;
    const known = this.known.get(acceleratorId);
    if (known !== undefined) return known;
    const found = this.find(acceleratorId);
    this.known.set(acceleratorId, found);
    return found;
  }

  private find(acceleratorId: string): RankingPrice | null {
    const { cloud, region, purchase } = this.where;
    for (let offset = 0; ; offset += PAGE) {
      const { offers, total } = this.prices.list({
        accelerator: [acceleratorId],
        purchase: [purchase],
        ...(cloud === undefined ? {} : { cloud: [cloud] }),
        ...(region === undefined ? {} : { region: [region] }),
        availableOnly: true,
        sort: 'accelerator',
        precision: 'bf16',
        limit: PAGE,
        offset,
      });
      const offer = offers.find(({ kind }) => kind === 'instance');
      if (offer !== undefined) {
        const { id: offerId, instanceType, purchaseOption, usdPerAcceleratorHour, asOf } = offer;
        return {
          offerId,
          cloud: offer.cloud,
          region: offer.region,
          instanceType,
          purchaseOption,
          usdPerAcceleratorHour,
          asOf,
        };
      }
      if (offset + PAGE >= total) return null;
    }
  }
}

import { Injectable } from '@nestjs/common';
import { CatalogService, CLOUDS } from '../../catalog/index.js';
import { OfferCatalog } from '../offer-catalog.js';
import { PricePublisher } from '../publication/price-publisher.js';
import { statedOffers } from '../publication/stated-offers.js';
import type { StatedOffer } from '../publication/quarantine.entity.js';
import { readPriceListFile } from './price-list-file.js';
import { readPriceListRow, type KnownPlaces } from './price-list-row.js';

/** What came of a row: its number, the first after the header being 1, and why it is not in force. */
export interface RowReason {
  readonly row: number;
  /** Begins with a stable word: `spot_above_on_demand: …`. */
  readonly reason: string;
}

export interface ImportedList {
  /** Rows whose price is in force now. */
  readonly published: number;
  readonly quarantined: readonly RowReason[];
  readonly rejected: readonly RowReason[];
}

/** Takes an operator's own price list in, through the same gate as every poll. */
@Injectable()
export class PriceListService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly offers: OfferCatalog,
    private readonly publisher: PricePublisher,
  ) {}

  /** Throws `InputError` where the file as a whole cannot be read; nothing is taken in then. */
  async import(text: string, now = new Date()): Promise<ImportedList> {
    const known = this.knownPlaces();
    const rejected: RowReason[] = [];
    const rowsOf = new Map<StatedOffer, number>();
    readPriceListFile(text).forEach((cells, index) => {
      const row = index + 1;
      const read = readPriceListRow(cells, known);
      if (!read.ok) {
        rejected.push({ row, reason: `unreadable: ${read.why}` });
        return;
      }
      const [offer] = statedOffers([read.price], this.machines);
      if (offer === undefined)
        rejected.push({ row, reason: `not_in_catalog: ${cells.instance_type} has no accelerator we know.` });
      else rowsOf.set(offer, row);
    });
    const verdict = await this.publisher.publishList([...rowsOf.keys()], now);
    const quarantined = verdict.quarantined
      .map(({ fact, reason, why }) => ({ row: rowsOf.get(fact) ?? 0, reason: `${reason}: ${why}` }))
      .sort((a, b) => a.row - b.row);
    await this.offers.refresh();
    return { published: rowsOf.size - quarantined.length, quarantined, rejected };
  }

  private get machines() {
    return { instanceTypes: this.catalog.instanceTypes(), accelerators: this.catalog.accelerators() };
  }

  private knownPlaces(): KnownPlaces {
    const offers = this.offers.current().offers;
    const byCloud = <Item extends { cloud: (typeof CLOUDS)[number] }>(
      items: readonly Item[],
      name: (item: Item) => string,
    ) => new Map(CLOUDS.map((cloud) => [cloud, new Set(items.filter((item) => item.cloud === cloud).map(name))]));
    const regions = [...this.catalog.regions().map(({ cloud, name }) => ({ cloud, region: name })), ...offers];
    return {
      instanceTypes: byCloud(this.catalog.instanceTypes(), ({ name }) => name),
      regions: byCloud(regions, ({ region }) => region),
    };
  }
}

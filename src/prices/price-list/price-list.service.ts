import { Injectable } from '@nestjs/common';
import { CatalogService, CLOUDS, type Cloud } from '../../catalog/index.js';
import { placesOf } from '../in-force/occurring.js';
import { OfferCatalog } from '../offer-catalog.js';
import { PricePublisher } from '../publication/price-publisher.js';
import { offerMaker } from '../publication/stated-offers.js';
import type { StatedOffer, UnconvertedOffer } from '../publication/quarantine.entity.js';
import { KnownNames } from './known-names.js';
import { BLANK, readPriceListFile } from './price-list-file.js';
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
    const { rowsOf, rejected } = this.read(text);
    const held = await this.publisher.publishList([...rowsOf.keys()], now);
    const quarantined = held
      .map(({ fact, reason, why }) => ({ row: rowsOf.get(fact) ?? 0, reason: `${reason}: ${why}` }))
      .sort((a, b) => a.row - b.row);
    await this.offers.refresh();
    return { published: rowsOf.size - quarantined.length, quarantined, rejected };
  }

  /** The offers of a list by their rows, and the rows that are none. */
  private read(text: string): { rowsOf: Map<StatedOffer | UnconvertedOffer, number>; rejected: RowReason[] } {
    const known = this.knownPlaces();
    const offerOf = offerMaker({
      instanceTypes: this.catalog.instanceTypes(),
      accelerators: this.catalog.accelerators(),
    });
    const rejected: RowReason[] = [];
    const rowsOf = new Map<StatedOffer | UnconvertedOffer, number>();
    for (const [at, found] of readPriceListFile(text).entries()) {
      if (found === BLANK) continue;
      const row = at + 1;
      const read = found.ok ? readPriceListRow(found.cells, known) : found;
      const offer = read.ok ? offerOf(read.price) : null;
      if (offer !== null) rowsOf.set(offer, row);
      else if (read.ok)
        rejected.push({ row, reason: `not_in_catalog: ${read.price.instanceType} has no accelerator.` });
      else rejected.push({ row, reason: `unreadable: ${read.why}` });
    }
    return { rowsOf, rejected };
  }

  private knownPlaces(): KnownPlaces {
    const regions = [
      ...this.catalog.regions().map(({ cloud, name }) => ({ cloud, name })),
      ...[...placesOf(this.offers.current().index)].map(({ cloud, region }) => ({ cloud, name: region })),
    ];
    const byCloud = (items: readonly { readonly cloud: Cloud; readonly name: string }[]) =>
      new Map(
        CLOUDS.map((cloud) => {
          const names = items.filter((item) => item.cloud === cloud).map(({ name }) => name);
          return [cloud, new KnownNames(cloud, new Set(names))];
        }),
      );
    return { instanceTypes: byCloud(this.catalog.instanceTypes()), regions: byCloud(regions) };
  }
}

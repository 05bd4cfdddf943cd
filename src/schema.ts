import { Foundation1763942400000 } from '../migrations/1763942400000-foundation.js';
import { PricePublication1764028800000 } from '../migrations/1764028800000-price-publication.js';
import { PricePolling1764032400000 } from '../migrations/1764032400000-price-polling.js';
import { QuarantineDecider1764036000000 } from '../migrations/1764036000000-quarantine-decider.js';
import { NegotiatedDiscounts1764039600000 } from '../migrations/1764039600000-negotiated-discounts.js';
import { ExchangeRates1764043200000 } from '../migrations/1764043200000-exchange-rates.js';
import { OwnMeasurements1764046800000 } from '../migrations/1764046800000-own-measurements.js';
import { ReplacedPrices1764050400000 } from '../migrations/1764050400000-replaced-prices.js';
import { OwnMeasurementEntity } from './benchmarks/own-measurement.entity.js';
import { AcceleratorEntity, InstanceTypeEntity, RegionEntity } from './catalog/catalog.entity.js';
import { PlanEntity } from './placement/plan.entity.js';
import { DataReleaseEntity, type DatabaseContent } from './platform/index.js';
import { ExchangeRateEntity } from './prices/currencies/exchange-rate.entity.js';
import { DiscountEntity } from './prices/discounts/discount.entity.js';
import { OfferEntity } from './prices/offer.entity.js';
import { PollRunEntity } from './prices/polling/poll-run.entity.js';
import { PollTargetEntity } from './prices/polling/poll-target.entity.js';
import { PriceEventEntity } from './prices/publication/price-event.entity.js';
import { QuarantineEntity } from './prices/publication/quarantine.entity.js';

/** Every table in PostgreSQL, and what made it so. The drift test holds the two together. */
export const SCHEMA: DatabaseContent = {
  entities: [
    DataReleaseEntity,
    AcceleratorEntity,
    InstanceTypeEntity,
    RegionEntity,
    OfferEntity,
    DiscountEntity,
    ExchangeRateEntity,
    PlanEntity,
    PollRunEntity,
    PollTargetEntity,
    QuarantineEntity,
    PriceEventEntity,
    OwnMeasurementEntity,
  ],
  migrations: [
    Foundation1763942400000,
    PricePublication1764028800000,
    PricePolling1764032400000,
    QuarantineDecider1764036000000,
    NegotiatedDiscounts1764039600000,
    ExchangeRates1764043200000,
    OwnMeasurements1764046800000,
    ReplacedPrices1764050400000,
  ],
};

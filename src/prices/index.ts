export { OfferCatalog, type OffersInForce } from './offer-catalog.js';
export { OfferEntity } from './offer.entity.js';
export * from './offer.js';
export { isComponent, plainDecimal, priceOffer, priceOffers, type PricedOffer } from './price-figures.js';
export type { MatrixCell, MatrixRow } from './price-matrix.js';
export { PRICE_SORTS, type PriceSort } from './price-query.js';
export type { CloudSummary, PriceSummary } from './price-summary.js';
export {
  leftOutListSchema,
  MOST_OFFERS,
  priceListSchema,
  priceMatrixSchema,
  type PriceList,
  type PriceQuery,
} from './prices.schema.js';
export { PricesModule } from './prices.module.js';
export { PricesService } from './prices.service.js';
export { readShippedOffers, type LeftOutPrice, type ShippedOffers } from './shipped-prices.js';
export { LEFT_OUT_REASONS, type LeftOutReason } from './suspicion.js';

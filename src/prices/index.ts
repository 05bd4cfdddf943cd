export { conversionOf } from './currencies/convert.js';
export { RATE_COLUMNS } from './currencies/rate-file.js';
export { convertedSchema, rateListSchema, statedRatesSchema, type StatedRates } from './currencies/rates.schema.js';
export { AccountPrices } from './discounts/account-prices.js';
export { arithmeticOf } from './discounts/arithmetic.js';
export { discountListSchema, discountSchema, type StatedDiscount } from './discounts/discounts.schema.js';
export { OfferCatalog } from './offer-catalog.js';
export * from './offer.js';
export { isComponent } from './price-figures.js';
export type { MatrixCell, MatrixRow } from './price-matrix.js';
export { PRICE_SORTS } from './price-query.js';
export type { CloudSummary, PriceSummary } from './price-summary.js';
export {
  leftOutListSchema,
  MOST_OFFERS,
  negotiatedSchema,
  priceListSchema,
  priceMatrixSchema,
  type PriceList,
} from './prices.schema.js';
export { PricesModule } from './prices.module.js';
export { PricesService } from './prices.service.js';
export type { LeftOutPrice } from './shipped-prices.js';
export { LEFT_OUT_REASONS } from './suspicion.js';
export { priceHistorySchema, type PriceHistory } from './history/history.schema.js';
export { pollRunSchema, priceSourcesSchema, type PollRun, type PriceSourceState } from './polling/polls.schema.js';
export { MOST_LIST_BYTES, PRICE_LIST_COLUMNS } from './price-list/price-list-file.js';
export { spotScoresSchema, type SpotScores } from './spot-scores/spot-scores.schema.js';
export { QUARANTINE_STATUSES } from './publication/quarantine.entity.js';
export {
  importedListSchema,
  quarantinedPriceSchema,
  quarantineListSchema,
  type QuarantinedPrice,
} from './publication/quarantine.schema.js';

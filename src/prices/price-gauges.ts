import type { Metrics } from '../platform/index.js';
import { talliesOf } from './in-force/cloud-tally.js';
import type { OfferCatalog } from './offer-catalog.js';

/** Tells Prometheus how many offers are in force, and how old the newest price of each cloud is. */
export function addPriceGauges(metrics: Metrics, offers: OfferCatalog): void {
  metrics.addGauge({
    name: 'pennywatt_offers',
    help: 'Offers in force',
    labels: ['cloud', 'purchase_option'],
    *read() {
      for (const { cloud, byPurchaseOption } of talliesOf(offers.current().index)) {
        for (const [purchase_option, value] of Object.entries(byPurchaseOption)) {
          yield { labels: { cloud, purchase_option }, value };
        }
      }
    },
  });
  metrics.addGauge({
    name: 'pennywatt_price_age_seconds',
    help: 'Age of the newest price of a cloud',
    labels: ['cloud'],
    *read() {
      const now = new Date();
      for (const { cloud, newestAsOf } of talliesOf(offers.current().index)) {
        if (newestAsOf === null) continue;
        yield { labels: { cloud }, value: Math.max(0, (now.getTime() - Date.parse(newestAsOf)) / 1000) };
      }
    },
  });
}

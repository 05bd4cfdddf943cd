import { FleetSection } from './fleet/fleet-section.js';
import { FreshnessStrip } from './freshness/freshness-strip.js';
import { LeftOutSection } from './freshness/left-out-section.js';
import { ThemeButton } from './parts/theme-button.js';
import { PriceSection } from './prices/price-section.js';

/** The whole page: how fresh the prices are, the example fleet, the prices, and what was left out of them. */
export function App() {
  return (
    <>
      <a className="skip" href="#content">
        Skip to the figures
      </a>
      <header className="bar">
        <div className="bar-inner">
          <a className="brand" href="/">
            <img src="/icon.svg" alt="" width="22" height="22" />
            Pennywatt
          </a>
          <nav aria-label="On this page">
            <a href="#fleet">Fleet plan</a>
            <a href="#prices">Prices</a>
            <a href="#left-out">Left out</a>
          </nav>
          <div className="bar-end">
            <a href="/docs">API</a>
            <ThemeButton />
          </div>
        </div>
      </header>
      <main id="content">
        <div className="title">
          <h1>What AI compute costs, and where it costs least</h1>
          <FreshnessStrip />
        </div>
        <FleetSection />
        <PriceSection />
        <LeftOutSection />
      </main>
      <footer>
        <p>
          All amounts are US dollars from the prices in force, without taxes and negotiated discounts; a month has 730
          hours. Every figure here is an answer of the API: <a href="/docs">its pages</a>,{' '}
          <a href="/openapi.json">OpenAPI</a>, <a href="/metrics">metrics</a>, <a href="/health">health</a>.
        </p>
      </footer>
    </>
  );
}

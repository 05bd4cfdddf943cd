import { FleetSection } from './fleet/fleet-section.js';
import { LeftOutSection } from './prices/left-out-section.js';
import { PriceAges } from './prices/price-ages.js';
import { PriceSection } from './prices/price-section.js';

/** One screen: what the example fleet saves, what capacity costs, and what was not believed. */
export function App() {
  return (
    <>
      <a className="skip" href="#main">
        Skip to the figures
      </a>
      <header>
        <div className="brand">
          <img src="/icon.svg" alt="" width="28" height="28" />
          <h1>Pennywatt</h1>
          <p>What AI compute costs, and where it costs least</p>
        </div>
        <nav aria-label="Elsewhere">
          <a href="/docs">API</a>
          <a href="/openapi.json">OpenAPI</a>
          <a href="/health">Health</a>
        </nav>
      </header>
      <main id="main">
        <PriceAges />
        <FleetSection />
        <PriceSection />
        <LeftOutSection />
      </main>
      <footer>
        A price that is not known is not shown as a number. Every figure here comes from the API of this server.
      </footer>
    </>
  );
}

import type { CloudSummary } from '../../../src/prices/index.js';
import { usePriceSummary } from '../api.js';
import { count, day } from '../figures.js';
import { QueryState } from '../parts/query-state.js';
import { CLOUD_NAMES } from '../words.js';

/** How many prices there are per cloud and how old they are, at the head of the page. */
export function FreshnessStrip() {
  const summary = usePriceSummary();
  return (
    <section aria-label="Age of the prices">
      <QueryState query={summary} what="age of the prices" lines={1}>
        {({ clouds, leftOut }) => (
          <ul className="strip">
            {clouds.map((cloud) => (
              <li key={cloud.cloud} data-cloud={cloud.cloud}>
                <span className={`dot ${cloud.cloud}`} aria-hidden="true" />
                <strong>{CLOUD_NAMES[cloud.cloud]}</strong> <Age cloud={cloud} />
              </li>
            ))}
            <li>
              <a href="#left-out">
                {leftOut === 0 ? 'No price left out' : `${count(leftOut)} prices left out, and why`}
              </a>
            </li>
          </ul>
        )}
      </QueryState>
    </section>
  );
}

function Age({ cloud }: { cloud: CloudSummary }) {
  const { newestAsOf, newestAgeDays, oldestAsOf, oldestAgeDays } = cloud;
  if (newestAsOf === null || oldestAsOf === null) return <span className="unknown">no prices</span>;
  const newest = newestAgeDays === 0 ? 'from today' : `${newestAgeDays} ${newestAgeDays === 1 ? 'day' : 'days'} old`;
  return (
    <span
      title={`${count(cloud.offers)} prices, stated by their sources from ${day(oldestAsOf)} to ${day(newestAsOf)}`}
    >
      {count(cloud.offers)} prices, newest {newest}
      {oldestAsOf !== newestAsOf && (
        <span className="faint">
          , oldest {oldestAgeDays} ({day(oldestAsOf)})
        </span>
      )}
    </span>
  );
}

import { usePriceSummary } from '../api.js';
import { day } from '../figures.js';
import { QueryState } from '../parts/query-state.js';
import { CLOUD_NAMES } from '../words.js';

/** From so many days on, a price list is called old. */
const OLD_DAYS = 30;

/** How old the prices are, first of all: everything below rests on them. */
export function PriceAges() {
  const summary = usePriceSummary();
  return (
    <section aria-label="Age of the prices" className="ages">
      <QueryState query={summary} what="the age of the prices">
        {({ clouds }) => (
          <ul>
            {clouds.map(({ cloud, offers, oldestAsOf, newestAsOf, newestAgeDays }) => (
              <li key={cloud} data-cloud={cloud}>
                <strong>{CLOUD_NAMES[cloud]}</strong>
                {newestAsOf === null || oldestAsOf === null || newestAgeDays === null ? (
                  <span>no prices</span>
                ) : (
                  <>
                    <span>
                      {offers.toLocaleString('en-US')} prices of {day(oldestAsOf)}
                      {oldestAsOf === newestAsOf ? '' : ` to ${day(newestAsOf)}`}
                    </span>
                    <span className={newestAgeDays > OLD_DAYS ? 'age old' : 'age'}>
                      newest {newestAgeDays} days old
                    </span>
                  </>
                )}
              </li>
            ))}
          </ul>
        )}
      </QueryState>
    </section>
  );
}

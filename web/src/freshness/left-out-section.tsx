import { useState } from 'react';
import type { LeftOutPrice } from '../../../src/prices/index.js';
import { useLeftOut, usePriceSummary } from '../api.js';
import { count, day } from '../figures.js';
import { QueryState } from '../parts/query-state.js';
import { CLOUD_NAMES, LEFT_OUT_WORDS, purchaseName } from '../words.js';

type Reason = LeftOutPrice['reason'];
/** More rows than anybody reads; the rest is a link away. */
const MOST_ROWS = 50;

/** Prices that are not used, by reason, each with the sentence that says why. */
export function LeftOutSection() {
  const summary = usePriceSummary();
  return (
    <section aria-labelledby="left-out" className="card">
      <h2 id="left-out">Prices left out</h2>
      <p className="lead">
        Published prices that do not hold up against their own cloud’s other prices are not used anywhere. Nothing is
        put in their place: what is not known stays empty.
      </p>
      <QueryState query={summary} what="prices left out">
        {({ leftOutByReason, leftOut, offers }) => {
          const reasons = (Object.entries(leftOutByReason) as [Reason, number][]).sort((a, b) => b[1] - a[1]);
          if (reasons.length === 0) return <p>No price was left out; {count(offers)} are in force.</p>;
          return (
            <>
              <p className="hint">
                {count(leftOut)} left out, {count(offers)} in force.
              </p>
              <div className="disclosures">
                {reasons.map(([reason, number]) => (
                  <ReasonDisclosure key={reason} reason={reason} number={number} />
                ))}
              </div>
            </>
          );
        }}
      </QueryState>
    </section>
  );
}

function ReasonDisclosure({ reason, number }: { reason: Reason; number: number }) {
  const [wasOpened, setWasOpened] = useState(false);
  const [heading, meaning] = LEFT_OUT_WORDS[reason];
  return (
    <details onToggle={(event) => event.currentTarget.open && setWasOpened(true)}>
      <summary>
        <span className="number" data-left-out={reason}>
          {count(number)}
        </span>
        <strong>{heading}</strong>
        <span className="faint">{meaning}</span>
      </summary>
      {wasOpened && <LeftOutRows reason={reason} />}
    </details>
  );
}

function LeftOutRows({ reason }: { reason: Reason }) {
  const all = useLeftOut(true);
  return (
    <QueryState query={all} what="prices left out" lines={3}>
      {(prices) => {
        const rows = prices.filter((price) => price.reason === reason);
        return (
          <>
            <div className="scroll" tabIndex={0} role="region" aria-label={LEFT_OUT_WORDS[reason][0]}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">Machine</th>
                    <th scope="col">Bought as</th>
                    <th scope="col" className="amount">
                      USD / hour stated
                    </th>
                    <th scope="col">As of</th>
                    <th scope="col">Why it is left out</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.slice(0, MOST_ROWS).map((price, index) => (
                    <tr key={index}>
                      <td>
                        {price.instanceType}
                        <small>
                          {CLOUD_NAMES[price.cloud]} {price.zone ?? price.region}
                        </small>
                      </td>
                      <td>{purchaseName(price.purchaseOption, price.termYears)}</td>
                      <td className="amount">{price.usdPerHour}</td>
                      <td className="date">{day(price.asOf)}</td>
                      <td className="why">
                        {price.why}
                        <small>{price.source}</small>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            {rows.length > MOST_ROWS && (
              <p className="hint">
                The first {MOST_ROWS} of {count(rows.length)}:{' '}
                <a href={`/v1/prices/left-out?reason=${reason}`}>all as JSON</a>.
              </p>
            )}
          </>
        );
      }}
    </QueryState>
  );
}

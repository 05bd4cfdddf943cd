import type { MatrixCell } from '../../../src/prices/index.js';
import { acceleratorCount, day, exactUsd, figure, usdPerHour } from '../figures.js';
import { CLOUD_NAMES, purchaseName } from '../words.js';
import { perHour } from './price-view.js';

/** The cheapest offer of every cloud and way to buy, the cheapest first, with what stands behind each. */
export function PriceDetail({ cells }: { cells: readonly MatrixCell[] }) {
  const rows = [...cells].sort((a, b) => perHour(a) - perHour(b));
  return (
    <table className="inner">
      <thead>
        <tr>
          <th scope="col">Bought as</th>
          <th scope="col" className="amount">
            Per accelerator hour
          </th>
          <th scope="col">Machine</th>
          <th scope="col" className="amount">
            Machine per hour
          </th>
          <th scope="col">As of, source</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ offer }) => (
          <tr key={offer.id}>
            <td>
              <span className={`dot ${offer.cloud}`} aria-hidden="true" />
              {CLOUD_NAMES[offer.cloud]}, {purchaseName(offer.purchaseOption, offer.termYears).toLowerCase()}
              {offer.purchaseOption === 'spot' && <small>{interruption(offer.interruptionPerMonth)}</small>}
            </td>
            <td className="amount">{usdPerHour(offer.usdPerAcceleratorHour)}</td>
            <td>
              {offer.instanceType}, {acceleratorCount(offer.acceleratorCount)} × {offer.acceleratorName}
              <small>{offer.zone ?? offer.region}</small>
            </td>
            <td className="amount">
              {exactUsd(offer.usdPerHour)}
              {offer.converted !== undefined && <small>{statedAs(offer.converted)}</small>}
            </td>
            <td className="why">
              {day(offer.asOf)}
              <small>{offer.source}</small>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function statedAs({ perHour, currency, usdPerUnit, rateDate }: NonNullable<MatrixCell['offer']['converted']>): string {
  return `List price ${perHour} ${currency}, at ${usdPerUnit} USD of ${day(rateDate)}`;
}

function interruption(rate: MatrixCell['offer']['interruptionPerMonth']): string {
  if (rate === null) return 'How often it is taken back is not known';
  const [low, high] = [figure(rate.low * 100), rate.high === null ? null : figure(rate.high * 100)];
  if (high === null) return `More than ${low} % taken back in a month`;
  return low === high ? `${low} % taken back in a month` : `${low} to ${high} % taken back in a month`;
}

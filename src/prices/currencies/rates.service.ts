import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { OfferCatalog } from '../offer-catalog.js';
import { announcePrices } from '../publication/announce.js';
import { tell } from '../publication/price-events.js';
import { PriceTurn } from '../publication/price-turn.js';
import { WaitingPrices } from '../publication/waiting-prices.js';
import type { ExchangeRate } from './exchange-rate.js';
import { currencyNamed, newRate } from './new-rate.js';
import { ratesOfRows, type RejectedRow } from './rate-rows.js';
import { readRateFile } from './rate-file.js';
import type { RateFileRequest, RateList, RateQuery, RateRequest, StatedRates } from './rates.schema.js';
import { listRates, storeRates } from './stored-rates.js';

const OPERATOR = 'operator';

/** Exchange rates as operators state them: added and corrected, never forgotten. */
@Injectable()
export class RatesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly turn: PriceTurn,
    private readonly waiting: WaitingPrices,
    private readonly offers: OfferCatalog,
  ) {}

  /** Those that stand, the latest day first. Throws `InputError` where the currency is none. */
  list({ currency, ...query }: RateQuery): Promise<RateList> {
    const code = currency === undefined ? undefined : currencyNamed(currency);
    return listRates(this.dataSource.manager, { ...query, currency: code });
  }

  /** Throws `InputError` where it cannot be meant so. */
  add({ by, ...given }: RateRequest, now = new Date()): Promise<StatedRates> {
    return this.state([newRate(given, todayOf(now))], [], by ?? null, now);
  }

  /** Throws `InputError` where the file as a whole cannot be read; nothing is taken in then. */
  import({ csv, by }: RateFileRequest, now = new Date()): Promise<StatedRates> {
    const { rates, rejected } = ratesOfRows(readRateFile(csv, todayOf(now)));
    return this.state(rates, rejected, by ?? null, now);
  }

  /** Rates and what follows from them for prices: all or nothing, in the turn of those who write prices. */
  private async state(
    rates: readonly ExchangeRate[],
    rejected: readonly RejectedRow[],
    by: string | null,
    now: Date,
  ): Promise<StatedRates> {
    const stated = await this.turn.take(async (manager) => {
      const { added, corrected, unchanged } = await storeRates(manager, rates, by, now);
      const fresh = [...added, ...corrected];
      const currencies = [...new Set(fresh.map(({ currency }) => currency))].sort();
      const retried = await this.waiting.retry(manager, currencies, now);
      if (fresh.length > 0) {
        const detail = { added: added.length, corrected: corrected.length, currencies, by };
        await tell(manager, 'rates_stated', sentence(fresh), detail, { publisher: OPERATOR, region: null, at: now });
      }
      const { change, ...prices } = retried;
      if (change.changed.length + change.withdrawn.length > 0) await announcePrices(manager);
      const outcome = { added: added.length, corrected: corrected.length, unchanged, rejected, prices };
      return { change, outcome };
    });
    await this.offers.refresh();
    return stated;
  }
}

function todayOf(now: Date): string {
  return now.toISOString().slice(0, 10);
}

/** One rate in full, of more how many and which days. */
function sentence(rates: readonly ExchangeRate[]): string {
  const [first] = rates;
  if (first !== undefined && rates.length === 1) {
    return `${first.currency} ${first.date}: ${first.usdPerUnit} USD (${first.source}).`;
  }
  const days = rates.map(({ date }) => date).sort();
  return `${rates.length} exchange rates, from ${days[0] ?? ''} to ${days.at(-1) ?? ''}.`;
}

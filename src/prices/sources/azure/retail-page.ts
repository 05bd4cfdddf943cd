import { z } from 'zod';
import { OutboundError, type Outbound } from '../../../platform/index.js';
import { parseExactly } from './exact-json.js';

/** A page has at most a thousand rows of some 800 bytes. */
const MOST_BYTES = 16 * 2 ** 20;

const text = z.string().nullish();

/** One row of the price list, as much of it as we read. Numbers come as the text that was sent. */
const retailRow = z.object({
  currencyCode: text,
  tierMinimumUnits: text,
  retailPrice: text,
  armRegionName: text,
  effectiveStartDate: text,
  effectiveEndDate: text,
  meterId: text,
  meterName: text,
  skuId: text,
  productName: text,
  skuName: text,
  serviceName: text,
  unitOfMeasure: text,
  /** `Consumption`, `Reservation`, `DevTestConsumption`. */
  type: text,
  isPrimaryMeterRegion: z.boolean().nullish(),
  armSkuName: text,
  reservationTerm: text,
  savingsPlan: z.array(z.object({ unitPrice: text, term: text })).nullish(),
});
export type RetailRow = z.output<typeof retailRow>;

const retailPage = z.object({ Items: z.array(retailRow), NextPageLink: text });

export interface RetailPage {
  readonly rows: readonly RetailRow[];
  /** Where the next page is, as sent; null after the last one. */
  readonly next: string | null;
}

/** Asks for one page. Throws `OutboundError` where what comes back is no page of the price list. */
export function readPage(outbound: Outbound, url: URL, signal: AbortSignal): Promise<RetailPage> {
  return outbound.stream({ url, signal, maxBytes: MOST_BYTES }, async (chunks) => {
    const parts: Buffer[] = [];
    for await (const chunk of chunks) parts.push(chunk);
    return pageOf(Buffer.concat(parts).toString('utf8'));
  });
}

function pageOf(body: string): RetailPage {
  let value: unknown;
  try {
    value = parseExactly(body);
  } catch (error) {
    const what = /^\s*</.test(body) ? 'HTML or XML' : 'no JSON, or JSON that is cut off';
    throw new OutboundError('unreadable', `Azure Retail Prices answered with ${what}.`, null, null, { cause: error });
  }
  const page = retailPage.safeParse(value);
  if (!page.success) {
    const [issue] = page.error.issues;
    const problem = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
    throw new OutboundError('unexpected', `Azure Retail Prices answered in another shape: ${problem}.`);
  }
  const { Items: rows, NextPageLink: next } = page.data;
  return { rows, next: next === '' ? null : (next ?? null) };
}

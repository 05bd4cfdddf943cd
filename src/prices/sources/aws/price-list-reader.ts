import { OutboundError } from '../../../platform/index.js';
import type { StatedPrice } from '../price-source.js';
import { JsonMembers, type MemberVerdict, type MemberVisitor } from './json-members.js';
import { listedJson } from './listed-json.js';
import { isAccelerated, isMachine, listedProduct, NO_MACHINE, whyNotOrdinary } from './price-list-product.js';
import { listedTerms, onDemandPrices, reservedPrices } from './price-list-terms.js';
import { Skipped } from './skipped.js';

const NAME = 'The AWS price list';
/** A product has some 2 kB, the terms of one some 15 kB. */
const MOST_MEMBER_BYTES = 4 * 2 ** 20;

const INSTANCE_TYPE = Buffer.from('"instanceType"');
const SPACE = 0x20;
const QUOTE = 0x22;
const COLON = 0x3a;

export interface PriceListContent {
  readonly prices: readonly StatedPrice[];
  /** Machines with accelerators that we do not know. */
  readonly unknownTypes: readonly string[];
  readonly skipped: Readonly<Record<string, number>>;
}

export interface PriceListQuestion {
  readonly region: string;
  /** The machines that are looked for, by AWS's names. */
  readonly instanceTypes: { has(name: string): boolean };
  readonly now: Date;
  /** What the prices shall name as their source. */
  readonly source: string;
}

/**
 * Reads a regional EC2 price list as its bytes arrive. Such a file has hundreds of megabytes, more than the longest
 * string of JavaScript; it begins with the products and ends with their terms, so the few products that are ours are
 * kept and then the terms of those.
 */
export class PriceListReader implements MemberVisitor {
  private readonly members = new JsonMembers(NAME, this, MOST_MEMBER_BYTES);
  /** Machines by the SKU of their ordinary product. */
  private readonly wanted = new Map<string, string>();
  /** Machines that we do not know: whether they have accelerators. */
  private readonly others = new Map<string, boolean>();
  private readonly prices = new Map<string, StatedPrice>();
  private readonly skipped = new Skipped();
  private readonly sections = new Set<string>();

  constructor(private readonly question: PriceListQuestion) {}

  push(chunk: Buffer): void {
    this.members.push(chunk);
  }

  /** To be called after the last chunk. */
  end(): PriceListContent {
    this.members.end();
    if (!this.sections.has('products') || !this.sections.has('OnDemand')) {
      throw new OutboundError('unexpected', 'The AWS price list has no products, or no prices on demand.');
    }
    return {
      prices: [...this.prices.values()],
      unknownTypes: [...this.others].filter(([, accelerated]) => accelerated).map(([name]) => name),
      skipped: this.skipped.counts,
    };
  }

  verdict(path: readonly string[], key: string): MemberVerdict {
    const [section, kind] = path;
    if (section === undefined) return this.enterSection(key);
    if (section === 'products') return 'take';
    if (kind !== undefined) return this.wanted.has(key) ? 'take' : 'skip';
    if (key !== 'OnDemand' && key !== 'Reserved') return 'skip';
    this.sections.add(key);
    return 'enter';
  }

  take(path: readonly string[], key: string, value: Buffer): void {
    const [section, kind] = path;
    if (section === undefined) this.checkFormat(key, value);
    else if (section === 'products') this.product(key, value);
    else this.terms(key, kind === 'Reserved', value);
  }

  private enterSection(key: string): MemberVerdict {
    if (key === 'formatVersion' || key === 'offerCode') return 'take';
    if (key !== 'products' && key !== 'terms') return 'skip';
    this.sections.add(key);
    if (key === 'terms' && !this.sections.has('products')) {
      throw new OutboundError('unexpected', 'The AWS price list has its terms before its products.');
    }
    return 'enter';
  }

  private checkFormat(key: string, value: Buffer): void {
    const stated = value.toString('utf8');
    if (stated === '"v1.0"' || stated === '"AmazonEC2"') return;
    throw new OutboundError('unexpected', `The AWS price list states ${key} ${stated}; v1.0 of AmazonEC2 can be read.`);
  }

  private product(sku: string, value: Buffer): void {
    const name = instanceTypeIn(value);
    if (name === null) return this.skipped.add(NO_MACHINE);
    if (this.question.instanceTypes.has(name)) {
      const why = whyNotOrdinary(listedJson(value.toString('utf8'), listedProduct, NAME), this.question.region);
      if (why === null) this.wanted.set(sku, name);
      else this.skipped.add(why);
      return;
    }
    if (!this.others.has(name)) {
      const product = listedJson(value.toString('utf8'), listedProduct, NAME);
      if (!isMachine(product)) return this.skipped.add(NO_MACHINE);
      this.others.set(name, isAccelerated(product));
    }
    this.skipped.add(this.others.get(name) ? 'machine that the catalog lacks' : 'machine without accelerators');
  }

  private terms(sku: string, reserved: boolean, value: Buffer): void {
    const instanceType = this.wanted.get(sku) ?? '';
    const terms = listedJson(value.toString('utf8'), listedTerms, NAME);
    const { now, region, source } = this.question;
    const { prices, skipped } = reserved ? reservedPrices(terms, now) : onDemandPrices(terms, now);
    for (const why of skipped) this.skipped.add(why);
    const place = { cloud: 'aws', region, zone: null, instanceType, asOf: now.toISOString(), source } as const;
    for (const price of prices) {
      const stated: StatedPrice = { ...place, ...price };
      // Two products may state the same; where they contradict each other both are stated, for the gate to see.
      this.prices.set(JSON.stringify(stated), stated);
    }
  }
}

/** The type of machine, read from the bytes: parsing every product to find the few that are ours takes far longer. */
function instanceTypeIn(product: Buffer): string | null {
  let at = product.indexOf(INSTANCE_TYPE);
  while (at !== -1) {
    let index = at + INSTANCE_TYPE.length;
    while (product[index] === SPACE) index += 1;
    if (product[index] === COLON) {
      index += 1;
      while (product[index] === SPACE) index += 1;
      const end = product.indexOf(QUOTE, index + 1);
      return product[index] === QUOTE && end !== -1 ? product.toString('latin1', index + 1, end) : null;
    }
    at = product.indexOf(INSTANCE_TYPE, at + 1);
  }
  return null;
}

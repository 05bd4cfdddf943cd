/** Machines, products and terms as AWS prints them, for worked examples. */

export interface ProductWishes {
  readonly sku: string;
  readonly instanceType?: string;
  readonly productFamily?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** The ordinary product of p4d.24xlarge in N. Virginia, unless something else is wished for. */
export function product({ sku, instanceType = 'p4d.24xlarge', productFamily, attributes }: ProductWishes) {
  return {
    sku,
    productFamily: productFamily ?? 'Compute Instance',
    attributes: {
      servicecode: 'AmazonEC2',
      location: 'US East (N. Virginia)',
      locationType: 'AWS Region',
      instanceType,
      currentGeneration: 'Yes',
      instanceFamily: 'GPU instance',
      vcpu: '96',
      memory: '1152 GiB',
      tenancy: 'Shared',
      operatingSystem: 'Linux',
      licenseModel: 'No License required',
      usagetype: `BoxUsage:${instanceType}`,
      operation: 'RunInstances',
      capacitystatus: 'Used',
      gpu: '8',
      marketoption: 'OnDemand',
      preInstalledSw: 'NA',
      regionCode: 'us-east-1',
      servicename: 'Amazon Elastic Compute Cloud',
      ...attributes,
    },
  };
}

/** One amount of a term: `['Hrs', '32.7726000000']`. */
export type Part = readonly [unit: string, amount: string, currency?: string];

export interface TermWishes {
  readonly sku: string;
  readonly parts: readonly Part[];
  readonly code?: string;
  readonly effectiveDate?: string;
  /** `['1yr', 'standard', 'No Upfront']` of a reservation. */
  readonly lease?: readonly [length: string, offeringClass: string, payment: string];
}

/** A term under its key, as an entry of the object that holds it. */
export function term({ sku, parts, code = 'JRTCKXETXF', effectiveDate, lease }: TermWishes): [string, object] {
  const key = `${sku}.${code}`;
  const dimensions = parts.map(([unit, amount, currency = 'USD'], index) => {
    const rateCode = `${key}.6YS6EN2CT${index}`;
    const range = unit === 'Hrs' ? { beginRange: '0', endRange: 'Inf' } : {};
    return [
      rateCode,
      { rateCode, description: '', ...range, unit, pricePerUnit: { [currency]: amount }, appliesTo: [] },
    ];
  });
  const [LeaseContractLength, OfferingClass, PurchaseOption] = lease ?? [];
  const termAttributes = lease === undefined ? {} : { LeaseContractLength, OfferingClass, PurchaseOption };
  return [
    key,
    {
      offerTermCode: code,
      sku,
      effectiveDate: effectiveDate ?? '2026-07-01T00:00:00Z',
      priceDimensions: Object.fromEntries(dimensions) as object,
      termAttributes,
    },
  ];
}

export interface ListWishes {
  readonly products: readonly ReturnType<typeof product>[];
  readonly onDemand?: readonly TermWishes[];
  readonly reserved?: readonly TermWishes[];
}

/** A whole list of a region as a text, with what the real one has around it. */
export function priceList({ products, onDemand = [], reserved = [] }: ListWishes): string {
  return JSON.stringify(
    {
      formatVersion: 'v1.0',
      disclaimer: 'This pricing list is for informational purposes only, {and its "strings" hold } everything \\".',
      offerCode: 'AmazonEC2',
      version: '20260801000000',
      publicationDate: '2026-08-01T00:00:00Z',
      products: Object.fromEntries(products.map((one) => [one.sku, one])),
      terms: { OnDemand: bySku(onDemand), Reserved: bySku(reserved) },
      attributesList: {},
    },
    null,
    2,
  );
}

function bySku(terms: readonly TermWishes[]): Record<string, Record<string, object>> {
  const found: Record<string, Record<string, object>> = {};
  for (const wishes of terms) {
    const [key, value] = term(wishes);
    (found[wishes.sku] ??= {})[key] = value;
  }
  return found;
}

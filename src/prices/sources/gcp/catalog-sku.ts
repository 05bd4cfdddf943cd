import type { protos } from '@google-cloud/billing';

/** What a SKU of the Cloud Billing catalog says, as far as we read it. */
export interface CatalogSku {
  readonly id: string;
  readonly description: string;
  /** `GPU`, `TPU`, `CPU`, …: for counting what we do not know, never for prices. */
  readonly resourceGroup: string;
  /** `OnDemand`, `Preemptible`, `Commit1Yr`, …: often wrong for spot and for DWS. */
  readonly usageType: string;
  readonly regions: readonly string[];
  /** Null where there is none, or where it depends on how much is used. */
  readonly price: CatalogPrice | null;
}

export interface CatalogPrice {
  readonly currency: string;
  /** Whole units of the currency, and billionths of one: both integers, the amount is their sum. */
  readonly units: bigint;
  readonly nanos: bigint;
  /** What one is billed: `h`, `GiBy.h`, `GBy.h`, `GiBy.mo`, … */
  readonly unit: string;
  /** ISO 8601; null where it is not stated. */
  readonly effective: string | null;
}

type Sku = protos.google.cloud.billing.v1.ISku;
type PricingInfo = protos.google.cloud.billing.v1.IPricingInfo;

/** Takes over what the SDK read. */
export function catalogSku(sku: Sku): CatalogSku {
  return {
    id: sku.skuId ?? '',
    description: sku.description ?? '',
    resourceGroup: sku.category?.resourceGroup ?? '',
    usageType: sku.category?.usageType ?? '',
    regions: sku.serviceRegions ?? [],
    // Oldest first: without a period in the question there is one alone, and the last one is the price in force.
    price: price(sku.pricingInfo?.at(-1)),
  };
}

function price(info: PricingInfo | undefined): CatalogPrice | null {
  const expression = info?.pricingExpression;
  const [tier, ...more] = expression?.tieredRates ?? [];
  const money = tier?.unitPrice;
  if (money == null || more.length > 0 || (tier?.startUsageAmount ?? 0) !== 0) return null;
  return {
    currency: money.currencyCode ?? '',
    units: BigInt(String(money.units ?? 0)),
    nanos: BigInt(money.nanos ?? 0),
    unit: expression?.usageUnit ?? '',
    effective: instant(info?.effectiveTime),
  };
}

function instant(time: protos.google.protobuf.ITimestamp | null | undefined): string | null {
  const seconds = Number(time?.seconds ?? 0);
  return seconds === 0 ? null : new Date(seconds * 1000).toISOString();
}

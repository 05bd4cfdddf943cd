// The sources that the rows of the price table name, under the short keys that the shipped tables use. Prices are
// facts; the licence is that of the collection they were read from.

/** @typedef {{ key: string, source: string, licence: string, states: string, names: readonly string[] }} Source */

/** @type {readonly Source[]} */
export const SOURCES = [
  {
    key: 'aws-gpu-2025-11',
    source: 'instances.vantage.sh, as collected by tsaol/aws-gpu@2d0108c (data/gpu_instances_raw.json)',
    licence: '',
    states: 'AWS on demand, spot (mean over the zones of a region), reserved without upfront payment',
    names: ['tsaol/aws-gpu@2d0108c data/gpu_instances_raw.json (instances.vantage.sh)'],
  },
  {
    key: 'karpenter-aws-2026-07',
    source: 'aws/karpenter-provider-aws@1d92708 (zz_generated.pricing_aws.go)',
    licence: 'Apache-2.0',
    states: 'AWS on demand',
    names: ['aws/karpenter-provider-aws@1d92708 zz_generated.pricing_aws.go'],
  },
  {
    key: 'karpenter-azure-2026-06',
    source: 'Azure Retail Prices API, as collected by Azure/karpenter-provider-azure@352646f (zz_generated.pricing.go)',
    licence: 'Apache-2.0',
    states: 'Azure on demand; one reservation',
    names: ['Azure/karpenter-provider-azure@352646f zz_generated.pricing.go (Retail Prices API)'],
  },
  {
    key: 'skypilot-azure-v6',
    source: 'skypilot-org/skypilot-catalog@09874 (catalogs/v6/azure/vms.csv), between 2024-12 and 2025',
    licence: 'Apache-2.0',
    states: 'Azure spot in the United States; on demand of one type',
    names: ['skypilot-org/skypilot-catalog catalogs/v6/azure/vms.csv@09874 (US regions)'],
  },
  {
    key: 'gcp-calculator-2026-07',
    source: 'Cyclenerd/google-cloud-pricing-cost-calculator (pricing.yml, blob 33334838)',
    licence: 'Apache-2.0',
    states: 'GCP on demand, spot, committed use (price of a month ÷ 730 hours)',
    names: ['Cyclenerd/google-cloud-pricing-cost-calculator pricing.yml blob 33334838'],
  },
  {
    key: 'gcp-web-2026-03',
    source: 'cloud.google.com pricing pages, as collected by cloudpilot-ai/karpenter-provider-gcp (gcpweb.json)',
    licence: 'Apache-2.0',
    states: 'GCP on demand, spot; accelerators without their machine',
    names: [
      'cloudpilot-ai/karpenter-provider-gcp hack/price_validate gcpweb.json (cloud.google.com pricing pages)',
      'cloudpilot gcpweb.json',
    ],
  },
  {
    key: 'skypilot-gcp-v8',
    source: 'skypilot-org/skypilot-catalog@006059e0 (catalogs/v8/gcp/vms.csv), 2025 or 2026',
    licence: 'Apache-2.0',
    states: 'GCP TPU v5p and v6e on demand and spot, per chip; the zones in which machine types are offered',
    names: ['skypilot-org/skypilot-catalog catalogs/v8/gcp/vms.csv@006059e0 (per-chip)'],
  },
  {
    key: 'gpuhunt-tpu-2024-12',
    source: 'cloud.google.com pricing pages, as collected by dstackai/gpuhunt@b707e74 (resources/tpu_pricing.json)',
    licence: 'MPL-2.0',
    states: 'GCP TPU v2 to v5e on demand and spot, per chip',
    names: ['dstackai/gpuhunt resources/tpu_pricing.json@b707e74 (per-chip, from cloud.google.com)'],
  },
  {
    key: 'aws-spot-advisor-2025-07',
    source: 'AWS spot advisor, as collected by alexei-led/spotinfo',
    licence: 'Apache-2.0',
    states: 'share of AWS spot instances interrupted in a month, in buckets',
    names: [],
  },
  {
    key: 'skynomad-traces',
    source: 'spot availability traces of andylizf/skynomad-artifact',
    licence: 'Apache-2.0',
    states: 'whether spot capacity could be had, every few minutes, per zone',
    names: [],
  },
];

/** Dates as the rows write them where no day is known, and the earliest they can mean. */
const EARLIEST = new Map([
  ['2025/2026 (commit date unknown)', '2025'],
  ['v6 catalog, ~2024-12..2025 (date unknown)', '2024-12'],
]);

/** @param {string} name as the row writes it */
export function sourceKey(name) {
  const found = SOURCES.find(({ names }) => names.includes(name));
  if (!found) throw new Error(`A row names the source "${name}", which has no key: add it to prices-sources.mjs.`);
  return found.key;
}

/** @param {string} text as the row writes it */
export function asOf(text) {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  const earliest = EARLIEST.get(text);
  if (earliest === undefined) throw new Error(`A row is dated "${text}": say in prices-sources.mjs what that means.`);
  return earliest;
}

// Writes a region's EC2 price list in the exact format of the public one, as large as is asked for, a piece at a time.

import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

/** Real-shaped machines: one that is looked for, and what fills most of a real list. */
const MACHINES = [
  { type: 'p5.48xlarge', family: 'GPU instance', gpu: '8', vcpu: '192', memory: '2048 GiB', usd: '55.0400000000' },
  { type: 'g6.xlarge', family: 'GPU instance', gpu: '1', vcpu: '4', memory: '16 GiB', usd: '0.8048000000' },
  { type: 'm5.large', family: 'General purpose', gpu: null, vcpu: '2', memory: '8 GiB', usd: '0.0960000000' },
  { type: 'c5.xlarge', family: 'Compute optimized', gpu: null, vcpu: '4', memory: '8 GiB', usd: '0.1700000000' },
];
/** Operating system, software, code of the operation: a real list has each machine in all of these, many times. */
const SYSTEMS = [
  ['Linux', 'NA', 'RunInstances'],
  ['Linux', 'SQL Web', 'RunInstances:0200'],
  ['Linux', 'SQL Std', 'RunInstances:0004'],
  ['Windows', 'NA', 'RunInstances:0002'],
  ['Windows', 'SQL Ent', 'RunInstances:0102'],
  ['RHEL', 'NA', 'RunInstances:0010'],
  ['SUSE', 'NA', 'RunInstances:000g'],
];
const TENANCIES = ['Shared', 'Dedicated', 'Host'];
const CAPACITIES = ['Used', 'UnusedCapacityReservation', 'AllocatedCapacityReservation'];
const RESERVATIONS = ['1yr', '3yr'].flatMap((term) =>
  ['standard', 'convertible'].flatMap((kind) =>
    ['No Upfront', 'Partial Upfront', 'All Upfront'].map((pay) => [term, kind, pay]),
  ),
);
export const REGION = 'us-east-1';
/** Machines besides those above: as many as Amazon has. */
const FILLERS = 900;

/** What the list holds for the reader: ordinary products of the machines it looks for, and their terms. */
export const LOOKED_FOR = ['p5.48xlarge', 'g6.xlarge'];
export const EXPECTED_PRICES = LOOKED_FOR.length * (1 + RESERVATIONS.length);

/**
 * @param {string} path
 * @param {number} bytes at least so many; what is too little is filled with more products
 * @returns {Promise<{ bytes: number, products: number }>}
 */
export async function writePriceList(path, bytes) {
  const file = createWriteStream(path, { highWaterMark: 4 * 2 ** 20 });
  let written = 0;
  const put = async (text) => {
    written += Buffer.byteLength(text);
    if (!file.write(text)) await once(file, 'drain');
  };
  const products = productsFor(bytes);
  await put(head());
  for (let number = 0; number < products; number += 1) {
    await put((number === 0 ? '' : ',\n') + product(number));
  }
  await put('\n  },\n  "terms" : {\n    "OnDemand" : {\n');
  for (let number = 0; number < products; number += 1) {
    await put((number === 0 ? '' : ',\n') + terms(number, [onDemand(number)]));
  }
  await put('\n    },\n    "Reserved" : {\n');
  let first = true;
  for (let number = 0; number < products; number += 1) {
    if (!isReservable(number)) continue;
    await put((first ? '' : ',\n') + terms(number, reserved(number)));
    first = false;
  }
  await put('\n    }\n  },\n  "attributesList" : { }\n}\n');
  file.end();
  await once(file, 'close');
  return { bytes: written, products };
}

/** Products, their prices on demand, and of a third of them reservations. */
function productsFor(bytes) {
  const each = Buffer.byteLength(product(3) + terms(3, [onDemand(3)])) + Buffer.byteLength(terms(0, reserved(0))) / 3;
  return Math.ceil(bytes / each);
}

const isReservable = (number) => number % 3 === 0;
const skuOf = (number) => `A7Q4${number.toString(36).toUpperCase().padStart(12, '0')}`;

/** The ordinary products of the machines that are looked for come first; whatever follows is one of the others. */
function machineOf(number) {
  const asked = number / 3;
  if (asked < LOOKED_FOR.length && isReservable(number)) {
    return { ...MACHINES[asked], system: SYSTEMS[0], tenancy: TENANCIES[0], capacity: CAPACITIES[0] };
  }
  const base = MACHINES[number % MACHINES.length];
  const filler = number % FILLERS;
  // Of the machines that are looked for only variants that are not ordinary.
  const type = base.gpu === null ? `${base.type.split('.')[0]}x${filler}.large` : base.type;
  return {
    ...base,
    type,
    system: SYSTEMS[1 + (number % (SYSTEMS.length - 1))],
    tenancy: TENANCIES[number % TENANCIES.length],
    capacity: CAPACITIES[Math.floor(number / 5) % CAPACITIES.length],
  };
}

function head() {
  return `{
  "formatVersion" : "v1.0",
  "disclaimer" : "This pricing list is for informational purposes only. All prices are subject to the additional terms included in the pricing pages on http://aws.amazon.com. All Free Tier prices are also subject to the terms included at https://aws.amazon.com/free/",
  "offerCode" : "AmazonEC2",
  "version" : "20260801000000",
  "publicationDate" : "2026-08-01T00:00:00Z",
  "products" : {
`;
}

function product(number) {
  const sku = skuOf(number);
  const { type, family, gpu, vcpu, memory, system, tenancy, capacity } = machineOf(number);
  const [operatingSystem, software, operation] = system;
  const attributes = {
    servicecode: 'AmazonEC2',
    location: 'US East (N. Virginia)',
    locationType: 'AWS Region',
    instanceType: type,
    currentGeneration: 'Yes',
    instanceFamily: family,
    vcpu,
    physicalProcessor: 'Intel Xeon Platinum 8175 (Skylake)',
    clockSpeed: '3.1 GHz',
    memory,
    storage: 'EBS only',
    networkPerformance: 'Up to 10 Gigabit',
    processorArchitecture: '64-bit',
    tenancy,
    operatingSystem,
    licenseModel: 'No License required',
    usagetype: `BoxUsage:${type}`,
    operation,
    availabilityzone: 'NA',
    capacitystatus: capacity,
    classicnetworkingsupport: 'false',
    dedicatedEbsThroughput: 'Up to 2120 Mbps',
    ecu: '10',
    enhancedNetworkingSupported: 'Yes',
    ...(gpu === null ? {} : { gpu }),
    gpuMemory: 'NA',
    intelAvxAvailable: 'Yes',
    intelAvx2Available: 'Yes',
    intelTurboAvailable: 'Yes',
    marketoption: 'OnDemand',
    normalizationSizeFactor: '4',
    preInstalledSw: software,
    processorFeatures: 'Intel AVX; Intel AVX2; Intel AVX512; Intel Turbo',
    regionCode: REGION,
    servicename: 'Amazon Elastic Compute Cloud',
    vpcnetworkingsupport: 'true',
  };
  return `    "${sku}" : ${shown({ sku, productFamily: 'Compute Instance', attributes }, 4)}`;
}

function onDemand(number) {
  const sku = skuOf(number);
  const { type, usd } = machineOf(number);
  const key = `${sku}.JRTCKXETXF`;
  const rate = `${key}.6YS6EN2CT7`;
  return [
    key,
    {
      offerTermCode: 'JRTCKXETXF',
      sku,
      effectiveDate: '2026-08-01T00:00:00Z',
      priceDimensions: {
        [rate]: {
          rateCode: rate,
          description: `$${usd} per On Demand Linux ${type} Instance Hour`,
          beginRange: '0',
          endRange: 'Inf',
          unit: 'Hrs',
          pricePerUnit: { USD: usd },
          appliesTo: [],
        },
      },
      termAttributes: {},
    },
  ];
}

function reserved(number) {
  const sku = skuOf(number);
  return RESERVATIONS.map(([LeaseContractLength, OfferingClass, PurchaseOption], index) => {
    const code = `4NA7Y494T${index}`;
    const key = `${sku}.${code}`;
    const dimension = (rate, unit, amount, description) => [
      `${key}.${rate}`,
      {
        rateCode: `${key}.${rate}`,
        description,
        ...(unit === 'Hrs' ? { beginRange: '0', endRange: 'Inf' } : {}),
        unit,
        pricePerUnit: { USD: amount },
        appliesTo: [],
      },
    ];
    const priceDimensions = Object.fromEntries([
      ...(PurchaseOption === 'No Upfront' ? [] : [dimension('2TG2D8R56U', 'Quantity', '1161', 'Upfront Fee')]),
      dimension(
        '6YS6EN2CT7',
        'Hrs',
        PurchaseOption === 'All Upfront' ? '0.0000000000' : '0.0500000000',
        'Linux/UNIX (Amazon VPC), reserved instance applied',
      ),
    ]);
    return [
      key,
      {
        offerTermCode: code,
        sku,
        effectiveDate: '2026-08-01T00:00:00Z',
        priceDimensions,
        termAttributes: { LeaseContractLength, OfferingClass, PurchaseOption },
      },
    ];
  });
}

function terms(number, entries) {
  return `      "${skuOf(number)}" : ${shown(Object.fromEntries(entries), 6)}`;
}

/** As AWS prints it: two spaces a level, and a space before the colon as well as after it. */
function shown(value, indent) {
  const text = JSON.stringify(value, null, 2).replace(/^(\s*"[^"]+"):/gm, '$1 :');
  return text.replaceAll('\n', `\n${' '.repeat(indent)}`);
}

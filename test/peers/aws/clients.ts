import { readInstanceTypes } from '../../../src/catalog/index.js';
import { AwsAccess } from '../../../src/prices/sources/aws/aws-access.js';
import type { AwsSourceSettings } from '../../../src/prices/sources/aws/aws-settings.js';
import type { PollContext } from '../../../src/prices/sources/price-source.js';

const NOW = new Date('2026-08-01T12:00:00Z');

export function pollContext(more: Partial<PollContext> = {}): PollContext {
  const machines = readInstanceTypes().filter(({ cloud }) => cloud === 'aws');
  return {
    instanceTypes: new Map(machines.map((machine) => [machine.name, machine])),
    now: NOW,
    signal: new AbortController().signal,
    since: null,
    progress: () => undefined,
    ...more,
  };
}

/** Settings that ask one server for everything, and another one for some of it. */
export function settings(url: string, more: Partial<AwsSourceSettings> = {}): AwsSourceSettings {
  return {
    partition: 'aws',
    priceListEndpoint: url,
    chinaPriceListEndpoint: url,
    pricingEndpoint: url,
    savingsPlansEndpoint: url,
    ec2Endpoint: url,
    spotAdvisorUrl: `${url}/spot-advisor-data.json`,
    ...more,
  };
}

/** As in the product, but without the waits. */
export function quickAccess(stated: AwsSourceSettings): AwsAccess {
  return new AwsAccess(stated, { perSecond: null, attempts: 3, firstWaitMs: 5 });
}

/** Where AWS's library looks for credentials, besides the environment's keys. */
const PLACES = {
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/nonexistent/config',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};
const NAMES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_PROFILE',
  ...Object.keys(PLACES),
];

/** Keys in the environment until they are removed; null: none anywhere. */
export function useCredentials(accessKeyId: string | null): { remove(): void } {
  const before = new Map(NAMES.map((name) => [name, process.env[name]]));
  const keys = accessKeyId === null ? {} : { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: 'not-a-secret' };
  for (const name of NAMES) delete process.env[name];
  Object.assign(process.env, PLACES, keys);
  return {
    remove: () => {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    },
  };
}

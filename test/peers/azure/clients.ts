import { readInstanceTypes } from '../../../src/catalog/index.js';
import { Outbound } from '../../../src/platform/index.js';
import { azureAgent } from '../../../src/prices/sources/azure/azure-agent.js';
import type { RetailAccess } from '../../../src/prices/sources/azure/retail-prices.source.js';
import type { PollContext } from '../../../src/prices/sources/price-source.js';

const NOW = new Date('2026-08-01T06:00:00Z');

export function pollContext(more: Partial<PollContext> = {}): PollContext {
  const machines = readInstanceTypes().filter(({ cloud }) => cloud === 'azure');
  return {
    instanceTypes: new Map(machines.map((machine) => [machine.name, machine])),
    now: NOW,
    signal: new AbortController().signal,
    since: null,
    progress: () => undefined,
    ...more,
  };
}

/** As in the product, but without the waits. */
export function quickOutbound(ca?: string[]): Outbound {
  const limits = { name: 'Azure', perSecond: null, concurrency: 2, attempts: 3, firstWaitMs: 5 };
  return new Outbound(limits, azureAgent(ca));
}

export function retailAccess(endpoint: string, currency: string | null = null): RetailAccess {
  return { outbound: quickOutbound(), endpoint: new URL(endpoint), currency, regions: ['eastus2'] };
}

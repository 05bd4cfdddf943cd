import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { Accelerator } from '../../src/catalog/index.js';
import type { FleetPlan } from '../../src/placement/index.js';
import type { LeftOutPrice, MatrixRow, PriceSummary } from '../../src/prices/index.js';

/** The API answered with a failure; the message is the one that it gave. */
class ApiError extends Error {}

async function get<T>(path: string): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { headers: { accept: 'application/json' } });
  } catch {
    throw new ApiError('The server does not answer. Check that it still runs, then try again.');
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body as T;
  const detail = (body as { detail?: unknown } | null)?.detail;
  throw new ApiError(
    typeof detail === 'string' ? detail : `The server answered ${path} with status ${response.status}.`,
  );
}

function useApi<T>(path: string, enabled = true): UseQueryResult<T, Error> {
  return useQuery<T, Error>({ queryKey: [path], queryFn: () => get<T>(path), enabled });
}

export const useAccelerators = () => useApi<readonly Accelerator[]>('/v1/accelerators');
export const useFleetPlan = () => useApi<FleetPlan>('/v1/examples/fleet/plan');
export const usePriceMatrix = () => useApi<readonly MatrixRow[]>('/v1/prices/matrix');
export const usePriceSummary = () => useApi<PriceSummary>('/v1/prices/summary');
/** @param enabled the list is long: asked for when somebody wants to see it */
export const useLeftOut = (enabled: boolean) => useApi<readonly LeftOutPrice[]>('/v1/prices/left-out', enabled);

import { z } from 'zod';
import { InputError } from '../../platform/index.js';
import type { StatedPower } from './found-run.js';
import { shaped } from './json-shape.js';

const metric = z.object({ unit: z.string(), avg: z.number() });

/** What genai-perf took from Triton's metrics, and aiperf from DCGM, NVML or AMD SMI. */
export const telemetryShape = {
  telemetry_stats: z.object({ gpu_power_usage: z.record(z.string(), z.unknown()).nullish() }).nullish(),
  telemetry_data: z
    .object({
      endpoints: z.record(
        z.string(),
        z.object({
          gpus: z.record(
            z.string(),
            z.object({
              gpu_index: z.number(),
              hostname: z.string().nullish(),
              metrics: z.record(z.string(), z.unknown()),
            }),
          ),
        }),
      ),
    })
    .nullish(),
};
type Telemetry = z.output<z.ZodObject<typeof telemetryShape>>;

/** Releases of aiperf differ in what they call it: `gpu_power_usage`, `nvidia_power_usage`, `amd_power`. */
const POWER = /^[a-z_]*power(?:_usage)?$/;

/** The mean of each accelerator during the run; null where the export has none. */
export function statedPower(
  { telemetry_stats: stats, telemetry_data: data }: Telemetry,
  file: string,
): StatedPower | null {
  const devices = [...fromTriton(stats?.gpu_power_usage ?? null, file), ...fromEndpoints(data?.endpoints ?? {}, file)];
  return devices.length === 0 ? null : { devices, samples: null };
}

function fromTriton(usage: Readonly<Record<string, unknown>> | null, file: string): StatedPower['devices'][number][] {
  if (usage === null) return [];
  const { unit, ...gpus } = usage;
  return Object.entries(gpus).map(([name, stats]) => ({
    name: name.replace(/^gpu/, ''),
    watts: wattsOf({ unit, ...shaped(metric.pick({ avg: true }), stats, file, 'genai-perf') }, file),
  }));
}

type Endpoints = NonNullable<Telemetry['telemetry_data']>['endpoints'];

/** An accelerator that two endpoints show is one accelerator. */
function fromEndpoints(endpoints: Endpoints, file: string): StatedPower['devices'][number][] {
  const found = new Map<string, number>();
  const gpus = Object.values(endpoints).flatMap((endpoint) => Object.values(endpoint.gpus));
  const hosts = new Set(gpus.map(({ hostname }) => hostname ?? ''));
  for (const { gpu_index: index, hostname, metrics } of gpus) {
    const power = Object.entries(metrics).find(([name]) => POWER.test(name));
    if (power === undefined) continue;
    const name = hosts.size > 1 ? `${hostname}/${index}` : String(index);
    found.set(name, wattsOf(shaped(metric, power[1], file, 'aiperf'), file));
  }
  return [...found].map(([name, watts]) => ({ name, watts }));
}

function wattsOf({ unit, avg }: { readonly unit?: unknown; readonly avg: number }, file: string): number {
  if (unit === 'W') return avg;
  throw new InputError(`${file}: power is in ${String(unit)}, and has to be in W.`);
}

import { InputError } from '../../platform/index.js';
import { checkComparable, clockText, inZone, type ClockWindow } from './clock.js';
import type { RunPower, StatedPower } from './found-run.js';
import type { PowerLog, PowerSample } from './power-log.js';

export interface JoinDetails {
  /** Accelerators of the run. */
  readonly acceleratorCount: number;
  /** When the run was; null where nobody says. */
  readonly window: ClockWindow | null;
  /** The log's names of the accelerators that worked on the run; null: all of the log. */
  readonly gpus: readonly string[] | null;
  /** How far clocks without a zone are from UTC, `+02:00`; null: unknown. */
  readonly utcOffset: string | null;
  /** The log was recorded during the run and at no other time. */
  readonly wholeLog: boolean;
}

/**
 * Mean power of the accelerators of a run, added up: of each the mean of its readings within the run's time.
 *
 * @throws InputError where the log has no readings of that time, or of another number of accelerators
 */
export function joinPower(log: PowerLog, details: JoinDetails): RunPower {
  if (log.samples.length === 0) {
    throw new InputError(`${log.fileName} has no reading of power. This accelerator may report none.`);
  }
  const during = details.wholeLog ? log.samples : within(log, details);
  const byDevice = new Map<string, number[]>();
  for (const { device, watts } of during) {
    if (details.gpus !== null && !details.gpus.includes(device)) continue;
    byDevice.set(device, [...(byDevice.get(device) ?? []), watts]);
  }
  const seen = [...new Set(log.samples.map(({ device }) => device))];
  checkDevices(log.fileName, seen, byDevice.size, details);
  const readings = [...byDevice.values()];
  return {
    watts: readings.reduce((sum, watts) => sum + mean(watts), 0),
    samples: readings.reduce((sum, watts) => sum + watts.length, 0),
    note: details.wholeLog ? null : coverageNote(log, during, details.window),
  };
}

/** Of a run whose power was read for less of it than this the mean is of another thing than the rate. */
const LEAST_COVERED = 0.9;

/** Readings stand for the time until the next; the last for as long as the others on average. */
function coverageNote(log: PowerLog, during: readonly PowerSample[], window: ClockWindow | null): string | null {
  const times = [...new Set(during.flatMap(({ at }) => (at === null ? [] : [at.ms])))].sort((a, b) => a - b);
  const [first = 0] = times;
  const span = (times.at(-1) ?? 0) - first;
  const steps = times.length - 1;
  const covered = steps < 1 ? 0 : (span * (steps + 1)) / steps;
  const duration = window === null ? 0 : window.end.ms - window.start.ms;
  if (covered >= duration * LEAST_COVERED) return null;
  const share = steps < 1 ? 'one moment' : `${Math.round((100 * covered) / duration)} %`;
  return `${log.fileName} has readings of ${share} of the run only: its power may be another than the mean of these.`;
}

function within(log: PowerLog, { window, utcOffset }: JoinDetails): PowerSample[] {
  if (log.samples.some(({ at }) => at === null)) {
    throw new InputError(
      `${log.fileName}: ${log.tool} prints no times, so its readings cannot be joined by time. If it was recorded during ` +
        'the run and at no other time, say so with --power-whole-log.',
    );
  }
  if (window === null) {
    throw new InputError(
      `The result does not say when it ran, so that ${log.fileName} cannot be joined by time. Say it with --started-at ` +
        'and --ended-at, or, if the log was recorded during the run and at no other time, with --power-whole-log.',
    );
  }
  const start = inZone(window.start, utcOffset);
  const end = inZone(window.end, utcOffset);
  const found = log.samples.filter((sample) => {
    if (sample.at === null) return false;
    const at = inZone(sample.at, utcOffset);
    checkComparable(at, start, `The result and ${log.fileName}`);
    return at.ms >= start.ms && at.ms < end.ms;
  });
  if (found.length > 0) return found;
  const times = log.samples.flatMap(({ at }) => (at === null ? [] : [at]));
  const [first] = times;
  const last = times.at(-1);
  throw new InputError(
    `${log.fileName} has no reading of the run, which was from ${clockText(start)} to ${clockText(end)}` +
      `${first === undefined || last === undefined ? '' : `; the log is from ${clockText(first)} to ${clockText(last)}`}. ` +
      'Import the log of that time.',
  );
}

/**
 * Of the power that a result states itself what its own accelerators drew.
 *
 * @throws InputError where it has another number of accelerators than the run
 */
export function ownPower(
  power: StatedPower,
  fileName: string,
  details: Pick<JoinDetails, 'acceleratorCount' | 'gpus'>,
): RunPower {
  const { gpus } = details;
  const chosen = power.devices.filter(({ name }) => gpus === null || gpus.includes(name));
  checkDevices(
    fileName,
    power.devices.map(({ name }) => name),
    chosen.length,
    details,
  );
  return { watts: chosen.reduce((sum, { watts }) => sum + watts, 0), samples: power.samples, note: null };
}

function checkDevices(
  fileName: string,
  seen: readonly string[],
  counted: number,
  { acceleratorCount, gpus }: Pick<JoinDetails, 'acceleratorCount' | 'gpus'>,
): void {
  if (counted === acceleratorCount) return;
  const has =
    gpus === null
      ? `${fileName} has readings of the power of ${counted} accelerators (${seen.join(', ')})`
      : `--gpus names ${gpus.join(', ')}, of which ${fileName} has ${counted} (it has ${seen.join(', ')})`;
  throw new InputError(
    `${has}, and the run used ${acceleratorCount}. Name those of the run: --gpus ${seen[0] ?? '0'},…`,
  );
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

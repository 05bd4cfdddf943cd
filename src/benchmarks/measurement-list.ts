import { findModel, matchAccelerators, type Accelerator, type Precision } from '../catalog/index.js';
import { isMlperf, type Measurement, type MeasurementKind } from './measurement.js';

export const MEASUREMENT_SORTS = ['model', 'tokens-per-second', 'tokens-per-joule', 'measured'] as const;
export type MeasurementSort = (typeof MEASUREMENT_SORTS)[number];

/** What measurements must match; absent admits all. Names as people write them. */
export interface MeasurementFilter {
  readonly model?: string | undefined;
  readonly accelerator?: readonly string[] | undefined;
  readonly precision?: readonly Precision[] | undefined;
  readonly engine?: string | undefined;
  /** `published`, `imported`, `mlperf`, or a part of a source, a suite or a submitter. */
  readonly source?: string | undefined;
  readonly kind?: MeasurementKind | undefined;
}

/**
 * The measurements that match, in their own order.
 *
 * @throws InputError where no accelerator is called so
 */
export function matchingMeasurements(
  measurements: readonly Measurement[],
  filter: MeasurementFilter,
  accelerators: readonly Accelerator[],
): Measurement[] {
  const tests = [
    filter.model === undefined ? null : ofModel(filter.model),
    filter.accelerator === undefined ? null : onAccelerators(filter.accelerator, measurements, accelerators),
    filter.precision === undefined ? null : inPrecisions(filter.precision),
    filter.engine === undefined ? null : withEngine(filter.engine),
    filter.source === undefined ? null : fromSource(filter.source),
    filter.kind === undefined ? null : ({ kind }: Measurement) => kind === filter.kind,
  ].filter((test) => test !== null);
  return measurements.filter((measurement) => tests.every((test) => test(measurement)));
}

type Test = (measurement: Measurement) => boolean;

/** A name of the catalog means that model; any other text whatever holds it in its name. */
function ofModel(name: string): Test {
  const known = findModel(name)?.name;
  const text = lower(name);
  return ({ model, modelAsWritten }) =>
    known === undefined
      ? holds(model, text) || holds(modelAsWritten, text)
      : model === known || lower(modelAsWritten) === text;
}

function onAccelerators(
  names: readonly string[],
  measurements: readonly Measurement[],
  accelerators: readonly Accelerator[],
): Test {
  const ids = new Set<string>();
  const written = new Set<string>();
  for (const name of names) {
    // Some were measured that no cloud of the catalog rents: they go by what their source calls them.
    const asWritten = measurements
      .map(({ acceleratorAsWritten }) => lower(acceleratorAsWritten))
      .filter((each) => hasWords(each, lower(name)));
    try {
      for (const { id } of matchAccelerators(name, accelerators)) ids.add(id);
    } catch (error) {
      if (asWritten.length === 0) throw error;
    }
    asWritten.forEach((each) => written.add(each));
  }
  return ({ acceleratorId, acceleratorAsWritten }) =>
    acceleratorId === null ? written.has(lower(acceleratorAsWritten)) : ids.has(acceleratorId);
}

/** From the beginning of a word: an H200 is no GH200. */
function hasWords(name: string, words: string): boolean {
  for (let at = name.indexOf(words); at >= 0; at = name.indexOf(words, at + 1)) {
    if (at === 0 || !/[a-z0-9]/.test(name.charAt(at - 1))) return words !== '';
  }
  return false;
}

function inPrecisions(precisions: readonly Precision[]): Test {
  return ({ precision }) => precision !== null && precisions.includes(precision);
}

function withEngine(engine: string): Test {
  const text = lower(engine);
  return (measurement) => holds(measurement.engine, text);
}

function fromSource(source: string): Test {
  const text = lower(source);
  if (text === 'published' || text === 'imported') return ({ origin }) => origin === text;
  if (text === 'mlperf') return isMlperf;
  return ({ source: from, suite, submitter }) => holds(from, text) || holds(suite, text) || holds(submitter, text);
}

/** The order asked for: figures from high to low, what lacks the figure last, equal ones by their ids. */
export function inOrder(measurements: readonly Measurement[], sort: MeasurementSort): Measurement[] {
  return [...measurements].sort((a, b) => compare(a, b, sort) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

function compare(a: Measurement, b: Measurement, sort: MeasurementSort): number {
  switch (sort) {
    case 'model':
      return text(a).localeCompare(text(b), 'en');
    case 'tokens-per-second':
      return descending(perAccelerator(a), perAccelerator(b));
    case 'tokens-per-joule':
      return descending(perJoule(a), perJoule(b));
    case 'measured':
      return descending(time(a), time(b));
  }
}

const text = ({ model, modelAsWritten, acceleratorId, acceleratorAsWritten }: Measurement) =>
  `${model ?? modelAsWritten} ${acceleratorId ?? acceleratorAsWritten}`;
const time = ({ measuredAt }: Measurement) => (measuredAt === null ? null : Date.parse(measuredAt));

/** Of one accelerator; null where no tokens were counted. */
function perAccelerator({ tokensPerSecond, acceleratorCount }: Measurement): number | null {
  return tokensPerSecond === null ? null : tokensPerSecond / acceleratorCount;
}

/** Null where no power or energy is known. */
function perJoule({ joulesPerToken }: Measurement): number | null {
  return joulesPerToken === null ? null : 1 / joulesPerToken;
}

function descending(a: number | null, b: number | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return b - a;
}

const lower = (text: string) => text.trim().toLowerCase();
const holds = (value: string | null, text: string) => value !== null && value.toLowerCase().includes(text);

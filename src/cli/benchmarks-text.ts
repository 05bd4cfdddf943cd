import type { MeasurementList } from '../benchmarks/index.js';
import type { Ranking } from '../placement/index.js';
import { columns } from './columns.js';

type Listed = MeasurementList['measurements'][number];
type Ranked = Ranking['entries'][number];

/** Longest name of an engine with its versions that a table shows; JSON has all of it. */
const LONGEST_ENGINE = 28;

/** The measurements in columns, under a heading. */
export function measurementTable(measurements: readonly Listed[]): string[] {
  const heading = [
    'id',
    'model',
    'accelerator',
    'precision',
    'engine',
    'scenario',
    'in/out',
    'in flight',
    'tok/s',
    'tok/s/acc',
    'TTFT ms',
    'TPOT ms',
    'tok/J',
    'basis',
    'source',
  ];
  const rows = measurements.map((each) => [
    each.id,
    short(each.model ?? each.modelAsWritten),
    `${each.acceleratorCount} × ${each.acceleratorId ?? each.acceleratorAsWritten}`,
    each.precision ?? each.precisionAsWritten,
    cut(each.engine),
    each.scenario ?? '',
    lengths(each),
    figure(each.concurrency),
    rateOf(each),
    figure(each.tokensPerSecond === null ? null : each.tokensPerSecond / each.acceleratorCount),
    figure(each.ttftMs),
    figure(each.tpotMs),
    figure(each.joulesPerToken === null ? null : 1 / each.joulesPerToken),
    'measured',
    each.suite ?? (each.origin === 'imported' ? `imported, ${each.source}` : (each.source.split(' ')[0] ?? '')),
  ]);
  return columns([heading, ...rows], new Set([7, 8, 9, 10, 11, 12]));
}

/** A table per group that compares, each with its name where it has one. */
export function rankingTables(ranking: Ranking): string[] {
  const groups = new Map<string | null, Ranked[]>();
  for (const entry of ranking.entries) groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry]);
  const lines: string[] = [];
  for (const [group, entries] of groups) {
    if (lines.length > 0) lines.push('');
    if (group !== null) lines.push(`${group}:`);
    lines.push(...rankingTable(ranking, entries));
  }
  return lines;
}

function rankingTable({ by, per }: Ranking, entries: readonly Ranked[]): string[] {
  const ofRanking = by === 'tokens-per-second' ? `tok/s per ${per}` : null;
  const heading = [
    'rank',
    'accelerator',
    'precision',
    ofRanking ?? 'tok/s/acc',
    'tok/J',
    'USD/M tok',
    'tok/s per USD/h',
    'in/out',
    'in flight',
    'engine',
    'basis',
    'price',
    'source',
  ];
  const rows = entries.map((entry) => [
    String(entry.rank),
    `${entry.acceleratorCount} × ${entry.acceleratorId ?? entry.accelerator}`,
    entry.precision ?? entry.precisionAsWritten,
    figure(ofRanking === null ? entry.tokensPerSecondPerAccelerator : Number(entry.value)),
    `${figure(entry.tokensPerJoule)}${entry.powerScope === 'system' ? ' (system)' : ''}`,
    figure(entry.usdPerMillionTokens),
    figure(entry.tokensPerSecondPerUsdPerHour),
    lengths(entry),
    figure(entry.concurrency),
    cut(entry.engine),
    entry.basis === 'predicted' ? `predicted ± ${figure(entry.errorPercent)} %` : 'measured',
    entry.price === null ? 'none' : `${figure(entry.price.usdPerAcceleratorHour)} ${entry.price.cloud}`,
    sourceOf(entry),
  ]);
  return columns([heading, ...rows], new Set([0, 3, 4, 5, 6, 8]));
}

function sourceOf({ suite, submitter, origin, source }: Ranked): string {
  if (suite !== null) return [suite, submitter].filter((part) => part !== null).join(', ');
  return origin === 'imported' ? `imported, ${source}` : (source.split(' ')[0] ?? '');
}

function lengths({ inputTokens, outputTokens }: Pick<Listed, 'inputTokens' | 'outputTokens'>): string {
  if (inputTokens === null && outputTokens === null) return '';
  return `${figure(inputTokens) || '?'}/${figure(outputTokens) || '?'}`;
}

/** Tokens per second; of what counts none, what it does count or how long it took. */
function rateOf({ tokensPerSecond, otherRate, milliseconds, tflopsPerAccelerator }: Listed): string {
  if (tokensPerSecond !== null) return figure(tokensPerSecond);
  if (milliseconds !== null) {
    return `${figure(milliseconds)} ms${tflopsPerAccelerator === null ? '' : `, ${figure(tflopsPerAccelerator)} TFLOP/s`}`;
  }
  return otherRate === null ? '' : `${figure(otherRate.perSecond)} ${otherRate.unit.replace(/_s$/, '/s')}`;
}

/** Without the owner of the repository. */
const short = (model: string) => model.slice(model.indexOf('/') + 1);

function cut(engine: string | null): string {
  if (engine === null) return '';
  return engine.length <= LONGEST_ENGINE ? engine : `${engine.slice(0, LONGEST_ENGINE - 1)}…`;
}

/** Four significant digits; empty where there is none. */
function figure(value: number | string | null): string {
  if (value === null) return '';
  const number = Number(value);
  return number >= 1000 ? String(Math.round(number)) : String(Number(number.toPrecision(4)));
}

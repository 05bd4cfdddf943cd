import type { ModelDescription } from '../catalog/index.js';

/** One line per model under a heading, in columns. */
export function modelTable(models: readonly ModelDescription[]): string[] {
  const rows = models.map((model) => [
    model.name,
    billions(model.totalParameters),
    model.experts === null ? '' : billions(model.activeParameters),
    model.nativePrecision,
    gib(model.nativeWeightGiB),
    kib(model.kvCacheBytesPerToken),
    model.maxPositions === null ? '' : String(model.maxPositions),
  ]);
  const heading = ['model', 'parameters', 'active', 'format', 'weights', 'cache/token', 'positions'];
  const all = [heading, ...rows];
  const widths = heading.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** Everything known of one model, a labelled line each. */
export function modelDetails(model: ModelDescription): string[] {
  const active =
    model.experts === null
      ? 'all (dense)'
      : `${exact(model.activeParameters)}; ${billions(model.activeParametersWithEmbeddings)} with both embeddings, ` +
        `${billions(model.activeParametersWithoutInputEmbedding)} without the input embedding`;
  const lines: [string, string | null][] = [
    ['type', model.modelType],
    ['parameters', exact(model.totalParameters) + stated(model.publishedTotalBillions)],
    ['active', active + stated(model.publishedActiveBillions)],
    ['layers', `${model.layers}, ${model.hiddenSize} wide; vocabulary ${model.vocabularySize}`],
    ['attention', model.attentionSummary],
    ['experts', expertsLine(model)],
    ['cache per token', `${kib(model.kvCacheBytesPerToken)} in 16 bit`],
    ['state per request', model.stateBytesPerRequest > 0 ? `${kib(model.stateBytesPerRequest)} in 16 bit` : null],
    ['published format', `${model.nativePrecision}, ${gib(model.nativeWeightGiB)}`],
    ['weights', weightsLine(model)],
    ['longest context', model.maxPositions === null ? 'not stated' : `${model.maxPositions} tokens`],
    ['source', model.source],
    ...model.notes.map((note): [string, string] => ['note', note]),
  ];
  const shown = lines.filter((line): line is [string, string] => line[1] !== null);
  const width = Math.max(...shown.map(([label]) => label.length));
  return [model.name, ...shown.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`)];
}

function expertsLine({ experts }: ModelDescription): string | null {
  if (experts === null) return null;
  const shared = experts.shared > 0 ? `, beside ${experts.shared} shared` : '';
  return (
    `${experts.perToken} of ${experts.count} per token${shared}, in ${experts.layers} layers; ` +
    `${millions(experts.parametersPerExpert)} each`
  );
}

function weightsLine({ weightGiB }: ModelDescription): string {
  return Object.entries(weightGiB)
    .map(([precision, size]) => `${precision} ${gib(size)}`)
    .join(', ');
}

function stated(publishedBillions: number | null): string {
  return publishedBillions === null ? '' : ` (publisher: ${publishedBillions} billion)`;
}

function exact(parameters: number): string {
  return `${parameters.toLocaleString('en-US')} (${billions(parameters)})`;
}

function billions(parameters: number): string {
  return `${(parameters / 1e9).toFixed(2)} B`;
}

function millions(parameters: number): string {
  return `${(parameters / 1e6).toFixed(1)} M`;
}

function gib(size: number): string {
  return `${size.toFixed(1)} GiB`;
}

function kib(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}

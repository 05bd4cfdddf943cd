import type { Measurement } from '../measurement.js';

/** What a serving run has to say, so that predictions can be held against it, and the flag that says it. */
const NEEDED: readonly (readonly [keyof Measurement, string])[] = [
  ['inputTokens', 'the length of the prompts (--input-tokens)'],
  ['outputTokens', 'the length of the answers (--output-tokens)'],
  ['concurrency', 'how many requests were in flight (--concurrency)'],
  ['ttftMs', 'the time to the first token'],
  ['tpotMs', 'the time per output token'],
];

/** One sentence for each reason for which runs that were imported cannot correct predictions. */
export function predictionNotes(measurements: readonly Measurement[]): string[] {
  const runs = measurements.filter(({ kind }) => kind === 'inference');
  const notes = runs.flatMap((run) => {
    if (run.model === null) {
      return [
        `The catalog has no model "${run.modelAsWritten}", so that its predictions cannot use the run. If it is one of the ` +
          'catalog by another name, import again with --model.',
      ];
    }
    const lacking = NEEDED.filter(([field]) => run[field] === null).map(([, what]) => what);
    if (lacking.length === 0) return [];
    return [`${run.source} does not say ${lacking.join(', ')}: it is listed and ranked, and corrects no prediction.`];
  });
  return [...new Set(notes)];
}

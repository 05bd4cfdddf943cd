// Prints how far predictions of left-out runs are off. Used by serving.mjs.

import { scores, withIntervals } from '../../dist/src/performance/evaluation/evaluation.js';

/** @param checked runs and their predictions, from cross-check.js */
export function printScores(checked, widths) {
  const all = checked
    .filter(({ predicted }) => predicted !== null)
    .map(({ measured, predicted }) => {
      const apart = measured.run.prompts !== null;
      const { outputTokens } = measured.run;
      return { apart, outputTokens, measured, predicted: withIntervals(predicted, widths, apart) };
    });
  console.log(`  ${all.length} of ${checked.length} runs predicted`);
  for (const [name, of] of [
    ['all', all],
    ['one group of accelerators', all.filter(({ apart }) => !apart)],
    ['disaggregated', all.filter(({ apart }) => apart)],
  ]) {
    console.log(`  ${name}: ${of.length} runs`);
    for (const [figure, score] of Object.entries(scores(of))) {
      const { medianAbsolutePercentageError: median, meanAbsolutePercentageError: mean, ...shares } = score;
      console.log(
        `    ${figure}: error median ${median} %, mean ${mean} %; within 20 %: ${shares.within20Percent} %; interval holds ${shares.intervalCoverage} %`,
      );
    }
  }
}

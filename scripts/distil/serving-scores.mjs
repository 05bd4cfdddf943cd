// Prints how far predictions of left-out runs are off. Used by serving.mjs.

import { scores } from '../../dist/src/performance/evaluation/evaluation.js';
import { widthsOf } from '../../dist/src/performance/serving/intervals.js';

/** @param checked runs and their predictions, from cross-check.js */
export function printScores(checked, widths) {
  const all = checked.map(({ measured, predicted }) => ({
    apart: measured.run.prompts !== null,
    outputTokens: measured.run.outputTokens,
    measured,
    predicted:
      predicted && withFactors(predicted, widthsOf(widths, predicted.correction, measured.run.prompts !== null)),
  }));
  for (const [name, of] of [
    ['all', all],
    ['one group of accelerators', all.filter(({ apart }) => !apart)],
    ['disaggregated', all.filter(({ apart }) => apart)],
  ]) {
    console.log(`  ${name}: ${of.length} runs, ${of.filter(({ predicted }) => predicted !== null).length} predicted`);
    for (const [figure, score] of Object.entries(scores(of))) {
      const { medianAbsolutePercentageError: median, meanAbsolutePercentageError: mean, ...shares } = score;
      console.log(
        `    ${figure}: error median ${median} %, mean ${mean} %; within 20 %: ${shares.within20Percent} %; interval holds ${shares.intervalCoverage} %`,
      );
    }
  }
}

function withFactors(predicted, { ttft, tpot, request }) {
  return { ...predicted, ttftFactor: Math.exp(ttft), tpotFactor: Math.exp(tpot), requestFactor: Math.exp(request) };
}

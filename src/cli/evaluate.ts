import type { Command } from 'commander';
import type { CliContext } from './context.js';
import { registerEvaluateServing } from './evaluate-serving.js';
import { registerEvaluateTraining } from './evaluate-training.js';

/** `pennywatt evaluate …`: how far our predictions are off what others measured. */
export function registerEvaluate(program: Command, context: CliContext): void {
  const evaluate = program.command('evaluate').description('How far predictions are off what was measured.');
  registerEvaluateServing(evaluate, context);
  registerEvaluateTraining(evaluate, context);
}

import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { InputError, shippedFile } from '../platform/index.js';
import { registerBenchmarks } from './benchmarks.js';
import { connect } from './connect.js';
import { EXIT, type CliContext, type ExitCode } from './context.js';
import { registerEvaluate } from './evaluate.js';
import { registerFleet } from './fleet.js';
import { registerMix } from './mix.js';
import { registerModels } from './models.js';
import { registerPlace } from './place.js';
import { registerPrices } from './prices.js';
import { registerSpot } from './spot.js';

/** The whole command line; the sub-commands tell through `context` what they print and how the process ends. */
export function program(context: CliContext): Command {
  const root = new Command('pennywatt')
    .description('Real prices of AI compute, predicted throughput, and the cheapest place that keeps your objectives.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .showHelpAfterError('Add --help to see what can be given.')
    .configureOutput({
      writeErr: (text) => context.err(text.trimEnd()),
      writeOut: (text) => context.out(text.trimEnd()),
    })
    // Else a command takes its options also after the name of one below it, which would never read them.
    .enablePositionalOptions()
    .exitOverride()
    .addHelpText(
      'after',
      `
Exit codes: 0 done, 2 bad input, 3 not everything could be done, 1 a fault of ours.
Environment: PENNYWATT_HOME (data folder, ./data), PENNYWATT_URL (ask that server instead).

Examples:
  pennywatt prices --accelerator H100 --purchase on_demand --limit 10
  pennywatt models describe Meta-Llama-3.1-8B
  pennywatt benchmarks rank --model llama-3.1-8b --by tokens-per-joule
  pennywatt place config/examples/chatbot-llama-3.1-8b.yaml`,
    );
  registerPrices(root, context);
  registerModels(root, context);
  registerBenchmarks(root, context);
  registerPlace(root, context);
  registerFleet(root, context);
  registerMix(root, context);
  registerEvaluate(root, context);
  registerSpot(root, context);
  return root;
}

/** Runs one command line (without node and script) and returns the exit code; never throws. */
export async function run(args: readonly string[], context: Omit<CliContext, 'setExitCode'>): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.done;
  const withExit: CliContext = {
    connect: () => context.connect(),
    out: (line) => context.out(line),
    err: (line) => context.err(line),
    setExitCode: (code) => {
      exitCode = code;
    },
  };
  try {
    const root = program(withExit);
    if (args.length === 0) root.outputHelp();
    else await root.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return exitCodeOf(error, context);
  }
}

function exitCodeOf(error: unknown, context: Pick<CliContext, 'err'>): ExitCode {
  // Commander has already written its sentence, and reports help and version as errors with code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.badInput;
  const message = error instanceof Error ? error.message : String(error);
  context.err(`pennywatt: ${message}`);
  if (process.env.LOG_LEVEL === 'debug' && error instanceof Error && error.stack) context.err(error.stack);
  return error instanceof InputError ? EXIT.badInput : EXIT.fault;
}

function version(): string {
  const manifest = JSON.parse(readFileSync(shippedFile('package.json'), 'utf8')) as { version: string };
  return manifest.version;
}

/** The process entry: `bin/pennywatt.mjs` calls it with what was typed. */
export async function main(args: readonly string[]): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // The reader of a pipe has gone (`| head`): nothing is left to say, and that is no fault.
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    throw error;
  });
  process.exitCode = await run(args, {
    connect,
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
  });
}

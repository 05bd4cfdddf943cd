import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import {
  describeModel,
  modelNamed,
  readModelConfigFile,
  shippedModels,
  type ModelArchitecture,
  type ModelDescription,
} from '../catalog/index.js';
import { InputError } from '../platform/index.js';
import type { CliContext } from './context.js';
import { modelDetails, modelTable } from './models-text.js';

interface ReadingOptions {
  readonly json?: boolean;
}

/** `pennywatt models list` and `pennywatt models describe`: what the catalog and any config.json say of a model. */
export function registerModels(program: Command, context: CliContext): void {
  const models = program
    .command('models')
    .description('Language models: parameters, key-value cache and weight sizes.');
  models
    .command('list')
    .description('List the models of the shipped catalog.')
    .argument('[text]', 'only models whose name holds this text')
    .option('--json', 'print a JSON array of descriptions')
    .action((text: string | undefined, options: ReadingOptions) => {
      const found = listed(text).map(describeModel);
      if (options.json) context.out(JSON.stringify(found, null, 2));
      else modelTable(found).forEach((line) => context.out(line));
    });
  models
    .command('describe')
    .description('Describe a model: of the catalog, or any with a Hugging Face config.json.')
    .argument('<file-or-name>', 'a config.json, a folder that holds one, or a name of the catalog')
    .option('--json', 'print the description as JSON')
    .addHelpText(
      'after',
      `
Examples:
  pennywatt models describe llama-3.1-8b
  pennywatt models describe ./my-model/config.json --json`,
    )
    .action((fileOrName: string, options: ReadingOptions) => {
      const description: ModelDescription = describeModel(modelOf(fileOrName));
      if (options.json) context.out(JSON.stringify(description, null, 2));
      else modelDetails(description).forEach((line) => context.out(line));
    });
}

function listed(text: string | undefined): readonly ModelArchitecture[] {
  if (text === undefined) return shippedModels();
  const wanted = text.toLowerCase();
  const found = shippedModels().filter((model) => model.name.toLowerCase().includes(wanted));
  if (found.length > 0) return found;
  throw new InputError(`No shipped model's name holds "${text}". "pennywatt models list" shows all.`);
}

/** A path that exists wins over a name; what looks like a path is never searched as a name. */
function modelOf(fileOrName: string): ModelArchitecture {
  const looksLikePath = /\.json$/i.test(fileOrName) || /^(\.{1,2}|~)?[/\\]/.test(fileOrName);
  return existsSync(fileOrName) || looksLikePath ? readModelConfigFile(fileOrName) : modelNamed(fileOrName);
}

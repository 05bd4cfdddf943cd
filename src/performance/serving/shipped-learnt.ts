import { readFileSync } from 'node:fs';
import { shippedFile } from '../../platform/index.js';
import { shippedOperations } from '../operations/shipped-operations.js';
import { readLearnt, type Learnt } from './learnt-tables.js';
import { servingModel, type ServingModel } from './serving-model.js';

let learnt: Learnt | null = null;
let model: ServingModel | null = null;

/** What whole serving runs taught, as shipped; read once, when first asked for. */
export function shippedLearnt(): Learnt {
  learnt ??= readLearnt(textOf('serving-runs.csv'), textOf('serving.json'));
  return learnt;
}

/** Predictions over everything that is shipped. */
export function shippedServingModel(): ServingModel {
  model ??= servingModel(shippedOperations(), shippedLearnt());
  return model;
}

function textOf(file: string): string {
  return readFileSync(shippedFile(`config/performance/${file}`), 'utf8');
}

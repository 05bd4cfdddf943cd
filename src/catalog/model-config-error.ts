import { InputError } from '../platform/index.js';

/** A model's `config.json` cannot be read: the message names the field and what to do about it. */
export class ModelConfigError extends InputError {}

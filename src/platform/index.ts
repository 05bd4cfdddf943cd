export { DataReleaseEntity } from './data-release.entity.js';
export { wholeNumber } from './whole-number.js';
export { InputError } from './errors.js';
export { shippedFile } from './shipped-file.js';

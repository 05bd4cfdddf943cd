export { DataReleaseEntity } from './data-release.entity.js';
export { wholeNumber } from './whole-number.js';

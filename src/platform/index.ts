export { ClickHouse, type QueryParameters } from './clickhouse/clickhouse.js';
export { databaseOptions, type DatabaseContent } from './database.js';
export { DataReleaseEntity } from './data-release.entity.js';
export { loadRelease, releaseSha256, replaceRows, type ShippedRelease } from './data-release.js';
export { ConflictError, InputError, NotFoundError, StartError } from './errors.js';
export { liveHolder } from './home.js';
export { readSettings, SETTING_NAMES, SETTINGS, type Settings } from './settings.js';
export { shippedFile } from './shipped-file.js';
export { openStores, type Stores } from './stores.js';

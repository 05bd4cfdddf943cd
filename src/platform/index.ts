export { ClickHouse } from './clickhouse/clickhouse.js';
export { databaseOptions, type DatabaseContent } from './database.js';
export { DataReleaseEntity } from './data-release.entity.js';
export { insertRows, loadRelease, replaceRows } from './data-release.js';
export { ConflictError, InputError, NotFoundError, StartError } from './errors.js';
export { HomeInUseError, liveHolder } from './home.js';
export { HealthService } from './http/health.service.js';
export { StructuredLog } from './http/log.js';
export { Metrics } from './http/metrics.js';
export { serveOpenApi } from './http/openapi.js';
export { servePage } from './http/page.js';
export { httpAdapter, setUpHttp } from './http/server.js';
export { Jobs, type ScheduledJob, type TaskQueue } from './jobs.js';
export { PlatformModule } from './platform.module.js';
export { readSettings, SETTING_NAMES, SETTINGS, type Settings } from './settings.js';
export { shippedFile } from './shipped-file.js';
export { startFault } from './start-fault.js';
export { openStores, type Stores } from './stores.js';
export { productVersion } from './version.js';
export {
  Outbound,
  OutboundError,
  type OutboundLimits,
  type OutboundRequest,
} from './outbound/index.js';

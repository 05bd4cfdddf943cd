import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse as parseYaml, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { InputError } from './errors.js';

export const ROLES = ['api', 'worker'] as const;
export type Role = (typeof ROLES)[number];

const POLLED = ['aws', 'gcp', 'azure', 'all', 'none'] as const;

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const wholeNumber = (least: number, most: number) =>
  z.coerce
    .number({ error: 'is no number' })
    .int('has to be a whole number')
    .min(least, `has to be ${least} or more`)
    .max(most, `has to be ${most} or less`);

const storeUrl = (...protocols: string[]) =>
  z
    .string()
    .refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
      error:
        `has to be an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}, ` +
        'with characters such as @, / and : of a password percent-encoded',
      abort: true,
    })
    .refine(hasDecodableUser, { error: 'has a % in user or password that is not percent-encoded itself (%25)' });

function hasDecodableUser(text: string): boolean {
  const { username, password } = new URL(text);
  try {
    decodeURIComponent(`${username}:${password}`);
    return true;
  } catch {
    return false;
  }
}

const httpUrl = z.string().refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
  error: 'has to be an address that begins with https://',
});

/** Where the clouds are asked for prices, and in whose name; none is needed. Credentials are the SDKs' own business. */
const PRICE_SOURCE_SETTINGS = {
  PENNYWATT_AWS_PARTITION: z.enum(['aws', 'aws-us-gov', 'aws-cn']).optional(),
  PENNYWATT_AWS_PRICE_LIST_ENDPOINT: httpUrl.optional(),
  PENNYWATT_AWS_CHINA_PRICE_LIST_ENDPOINT: httpUrl.optional(),
  PENNYWATT_AWS_PRICING_ENDPOINT: httpUrl.optional(),
  PENNYWATT_AWS_SAVINGS_PLANS_ENDPOINT: httpUrl.optional(),
  /** `{region}` in it stands for the region that is asked. */
  PENNYWATT_AWS_EC2_ENDPOINT: z.string().min(1).optional(),
  PENNYWATT_AWS_SPOT_ADVISOR_URL: httpUrl.optional(),
  PENNYWATT_GCP_API_KEY: z.string().min(1).optional(),
  PENNYWATT_GCP_PROJECT: z.string().min(1).optional(),
  PENNYWATT_GCP_BILLING_ENDPOINT: httpUrl.optional(),
  PENNYWATT_GCP_COMPUTE_ENDPOINT: httpUrl.optional(),
  PENNYWATT_GCP_TPU_ENDPOINT: httpUrl.optional(),
  PENNYWATT_AZURE_SUBSCRIPTION: z.string().min(1).optional(),
  PENNYWATT_AZURE_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'has to be a code of three capital letters such as EUR')
    .optional(),
  PENNYWATT_AZURE_PRICES_ENDPOINT: httpUrl.optional(),
  PENNYWATT_AZURE_MANAGEMENT_ENDPOINT: httpUrl.optional(),
  PENNYWATT_AZURE_AUTHORITY_HOST: httpUrl.optional(),
  PENNYWATT_AZURE_CA_FILE: z.string().min(1).optional(),
};
export type PriceSourceSetting = keyof typeof PRICE_SOURCE_SETTINGS;

/** Every setting of the product, by the name of its environment variable. */
const settingsSchema = z.object({
  /** Folder of the embedded stores. */
  PENNYWATT_HOME: z.string().min(1, 'is empty').default('./data'),
  PORT: wholeNumber(0, 65535).default(8080),
  /** Address to listen on. No login guards this version, so only this machine is answered unless told otherwise. */
  HOST: z.string().min(1, 'is empty').default('127.0.0.1'),
  /** An own PostgreSQL in place of the embedded one. */
  DATABASE_URL: storeUrl('postgres:', 'postgresql:').optional(),
  /** An own ClickHouse in place of the embedded one. */
  CLICKHOUSE_URL: storeUrl('http:', 'https:').optional(),
  CLICKHOUSE_DATABASE: z
    .string()
    .regex(/^[A-Za-z_]\w*$/, 'has to be a plain name of letters, digits and _')
    .default('pennywatt'),
  /** Name of a ClickHouse cluster over which tables are replicated and spread. */
  CLICKHOUSE_CLUSTER: z
    .string()
    .regex(/^[\w-]+$/, 'has to be a plain name of letters, digits, _ and -')
    .optional(),
  PENNYWATT_ROLES: z
    .string()
    .default(ROLES.join(','))
    .transform((text) => text.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(ROLES, { error: `has to name ${ROLES.join(' or ')}, separated by commas` })).min(1)),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `has to be one of ${LOG_LEVELS.join(', ')}` }).default('info'),
  /** Age in days beyond which prices are called stale. */
  PENNYWATT_STALE_PRICE_DAYS: wholeNumber(1, 3650).default(30),
  /** Clouds whose prices the schedule polls; calls to the outside are made only where somebody wants them. */
  PENNYWATT_POLL: z
    .string()
    .default('none')
    .transform((text) => text.split(',').map((name) => name.trim().toLowerCase()))
    .pipe(z.array(z.enum(POLLED, { error: `has to name ${POLLED.join(', ')}, separated by commas` })).min(1)),
  /** Regions that the schedule polls where a source is polled region by region; all that the source has unless given. */
  PENNYWATT_POLL_REGIONS: z
    .string()
    .optional()
    .transform((text) =>
      text
        ?.split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    ),
  ...PRICE_SOURCE_SETTINGS,
});

/** The names that the environment, or the file named by `PENNYWATT_CONFIG`, may give. */
export const SETTING_NAMES = Object.keys(settingsSchema.shape);

export interface Settings {
  /** Full path. */
  readonly home: string;
  readonly port: number;
  readonly host: string;
  /** Null: the embedded one. */
  readonly databaseUrl: string | null;
  readonly clickhouseUrl: string | null;
  readonly clickhouseDatabase: string;
  readonly clickhouseCluster: string | null;
  readonly roles: ReadonlySet<Role>;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly stalePriceDays: number;
  readonly pollClouds: ReadonlySet<string>;
  /** Null: all. */
  readonly pollRegions: ReadonlySet<string> | null;
  /** What was stated of the sources of prices, under the names of the settings; null: not stated. */
  readonly priceSources: Readonly<Record<PriceSourceSetting, string | null>>;
}

/** For Nest's injector. */
export const SETTINGS = Symbol('settings');

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings of this process: the environment first, then the YAML file that `PENNYWATT_CONFIG` names, then
 * the defaults. Throws one `InputError` that lists every problem; values are not repeated, for some hold passwords.
 */
export function readSettings(environment: Environment = process.env): Settings {
  const given = { ...settingsFile(environment.PENNYWATT_CONFIG), ...stated(environment) };
  const result = settingsSchema.safeParse(given);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `  ${String(issue.path[0])} ${issue.message}.`);
    throw new InputError(`The settings cannot be used. Correct these and start again:\n${problems.join('\n')}`);
  }
  const value = result.data;
  return {
    home: resolve(value.PENNYWATT_HOME),
    port: value.PORT,
    host: value.HOST,
    databaseUrl: value.DATABASE_URL ?? null,
    clickhouseUrl: value.CLICKHOUSE_URL ?? null,
    clickhouseDatabase: value.CLICKHOUSE_DATABASE,
    clickhouseCluster: value.CLICKHOUSE_CLUSTER ?? null,
    roles: new Set(value.PENNYWATT_ROLES),
    logLevel: value.LOG_LEVEL,
    stalePriceDays: value.PENNYWATT_STALE_PRICE_DAYS,
    pollClouds: pollClouds(value.PENNYWATT_POLL),
    pollRegions: value.PENNYWATT_POLL_REGIONS?.length ? new Set(value.PENNYWATT_POLL_REGIONS) : null,
    priceSources: priceSources(value),
  };
}

function priceSources(value: z.infer<typeof settingsSchema>): Settings['priceSources'] {
  const names = Object.keys(PRICE_SOURCE_SETTINGS) as PriceSourceSetting[];
  return Object.fromEntries(names.map((name) => [name, value[name] ?? null])) as Settings['priceSources'];
}

function pollClouds(names: readonly (typeof POLLED)[number][]): ReadonlySet<string> {
  if (names.includes('all')) return new Set(POLLED.filter((name) => name !== 'all' && name !== 'none'));
  return new Set(names.filter((name) => name !== 'none'));
}

/** A variable set to nothing counts as not set: compose files and shells leave such behind. */
function stated(environment: Environment): Record<string, string> {
  const entries: [string, string][] = [];
  for (const name of SETTING_NAMES) {
    const value = environment[name];
    if (value !== undefined && value !== '') entries.push([name, value]);
  }
  return Object.fromEntries(entries);
}

/** Where, but neither the parser's own words nor the error itself: both quote the line, which may hold a password. */
function unreadable(error: unknown): string {
  if (!(error instanceof YAMLParseError))
    return `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'no reason'})`;
  const place = error.linePos?.[0];
  return `is no valid YAML${place ? ` at line ${place.line}, column ${place.col}` : ''}`;
}

function settingsFile(path: string | undefined): Record<string, unknown> {
  if (!path) return {};
  if (!existsSync(path))
    throw new InputError(`PENNYWATT_CONFIG names ${path}, which does not exist. Correct the path.`);
  let content: unknown;
  try {
    content = parseYaml(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new InputError(`The settings file ${path} ${unreadable(error)}. Correct it.`);
  }
  if (content === null || content === undefined) return {};
  if (typeof content !== 'object' || Array.isArray(content)) {
    throw new InputError(`The settings file ${path} has to hold lines such as "PORT: 8080".`);
  }
  const unknown = Object.keys(content).filter((name) => !SETTING_NAMES.includes(name));
  if (unknown.length > 0) {
    throw new InputError(
      `The settings file ${path} has ${unknown.map((name) => `"${name}"`).join(', ')}, which is no setting. ` +
        `Settings are ${SETTING_NAMES.join(', ')}.`,
    );
  }
  const entries = Object.entries(content).filter(([, value]) => value !== null);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value)]),
  );
}

import type { Cloud } from './cloud.js';

/**
 * The units of residency rules: North America, South America, the European Union, the other members of the European
 * Economic Area, Switzerland, the United Kingdom, the Middle East, Africa, Asia and the Pacific, Oceania, India, mainland
 * China, and the regions closed to all but the government of the United States.
 */
export const JURISDICTIONS = [
  'na',
  'sa',
  'eu',
  'eea',
  'ch',
  'uk',
  'me',
  'af',
  'ap',
  'oc',
  'in',
  'cn',
  'us-gov',
] as const;

/** A cloud region; where the cloud or grid publishes nothing, the field is null. */
export interface Region {
  readonly cloud: Cloud;
  /** The cloud's own name, e.g. `us-east-1`, `europe-west4`, `eastus2`. */
  readonly name: string;
  readonly location: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  /** One of `JURISDICTIONS`. `eu` is the European Union itself: Norway is `eea`, Switzerland `ch`, Britain `uk`. */
  readonly jurisdiction: string | null;
  /** Power usage effectiveness: facility energy over IT energy. */
  readonly pue: number | null;
  readonly pueSource: string | null;
  readonly gridGramsCo2ePerKwh: number | null;
  readonly gridSource: string | null;
}

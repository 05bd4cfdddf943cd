import type { Cloud } from './cloud.js';

/** A cloud region; where the cloud or grid publishes nothing, the field is null. */
export interface Region {
  readonly cloud: Cloud;
  /** The cloud's own name, e.g. `us-east-1`, `europe-west4`, `eastus2`. */
  readonly name: string;
  readonly location: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  /** `na`, `sa`, `eu`, `uk`, `me`, `af`, `ap`, `oc`, `in`, `cn`: the unit of residency rules. `eu` is the European Union. */
  readonly jurisdiction: string | null;
  /** Power usage effectiveness: facility energy over IT energy. */
  readonly pue: number | null;
  readonly pueSource: string | null;
  readonly gridGramsCo2ePerKwh: number | null;
  readonly gridSource: string | null;
}

// Regions: where they are, whose residency rules hold, how much energy a facility and how much carbon its grid adds.

import { AWS_ZONE_PLACES, JURISDICTION_OF_COUNTRY, PLACES } from './catalog-places.mjs';

/** @typedef {'aws' | 'gcp' | 'azure'} Cloud */

export const REGION_COLUMNS = [
  'cloud',
  'name',
  'location',
  'country',
  'jurisdiction',
  'pue',
  'pue_source',
  'grid_grams_co2e_per_kwh',
  'grid_source',
  'source',
];

/** @type {Record<Cloud, string>} */
const REGION_LISTS = {
  aws: 'https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html',
  gcp: 'https://docs.cloud.google.com/compute/docs/regions-zones',
  azure: 'https://learn.microsoft.com/en-us/azure/reliability/regions-list',
};
const AWS_ZONE_LIST = 'https://aws.amazon.com/about-aws/global-infrastructure/localzones/locations/';
const AWS_WAVELENGTH_LIST = 'https://aws.amazon.com/wavelength/locations/';

/** The newest average over all facilities that a cloud published. @type {Record<Cloud, string>} */
const FLEET_ROW = { aws: 'global 2023', gcp: 'global 2023', azure: 'global-owned FY2025' };

/** `us-east-1-wl1-atl1`, `us-west-2-lax-1`, `us-west-2-wl1` → the zone's parent and its place. @param {string} name */
function zone(name) {
  const [, parent, wavelength, place] = /^([a-z]+(?:-[a-z]+)+-\d)-(?:(wl\d)-?)?([a-z]{3})?-?\d?$/.exec(name) ?? [];
  return parent === undefined ? null : { parent, isWavelength: wavelength !== undefined, place };
}

/** @param {Cloud} cloud @param {string} name @returns {{ place: [string, string] | null, source: string }} */
function placeOf(cloud, name) {
  const place = PLACES[cloud][name];
  if (place !== undefined) return { place, source: REGION_LISTS[cloud] };
  const part = cloud === 'aws' ? zone(name) : null;
  if (part === null) return { place: null, source: REGION_LISTS[cloud] };
  const source = part.isWavelength ? AWS_WAVELENGTH_LIST : AWS_ZONE_LIST;
  if (part.place !== undefined) return { place: AWS_ZONE_PLACES[part.place] ?? null, source };
  // A name without a place stands for all Wavelength Zones of a region: the country is known, the city is not.
  const parent = PLACES.aws[part.parent];
  return { place: parent === undefined ? null : [`Wavelength Zones of ${part.parent}`, parent[1]], source };
}

/** `cloud-carbon-footprint/…@b7a049c packages/…` and its date. @param {Record<string, string>} row */
function sourceOf(row) {
  const source = (row.source ?? '').replace(/^github /, '').replaceAll(/\s+/g, ' ');
  return `${source}, ${row.as_of}`;
}

/**
 * @param {readonly Record<string, string>[]} energy
 * @param {Cloud} cloud
 * @param {string} name
 * @returns {[number, string] | [null, null]}
 */
function pueOf(energy, cloud, name) {
  // Wavelength Zones stand in the buildings of telephone companies.
  if (cloud === 'aws' && zone(name)?.isWavelength) return [null, null];
  const own = energy.find((row) => row.provider === cloud && row.region === name && row.metric === 'pue_trailing_12m');
  if (own !== undefined) return [Number(own.value), `of this region, trailing twelve months: ${sourceOf(own)}`];
  const fleet = energy.find(
    (row) => row.provider === cloud && row.metric === 'pue' && `${row.region} ${row.as_of}` === FLEET_ROW[cloud],
  );
  return fleet === undefined ? [null, null] : [Number(fleet.value), `average of the fleet: ${sourceOf(fleet)}`];
}

/**
 * The newest figure published for the region itself. Zones have none: their grid can be another than their parent's.
 *
 * @param {readonly Record<string, string>[]} energy
 * @param {Cloud} cloud
 * @param {string} name
 * @returns {[number, string] | [null, null]}
 */
function gridOf(energy, cloud, name) {
  const metrics = ['grid_carbon_intensity', 'grid_emission_factor'];
  const rows = energy
    .filter((row) => row.provider === cloud && metrics.includes(row.metric ?? ''))
    .filter((row) => (row.region ?? '').toLowerCase() === name)
    .sort((a, b) => (b.as_of ?? '').localeCompare(a.as_of ?? ''));
  const [row] = rows;
  return row === undefined ? [null, null] : [Number(row.value), `location-based: ${sourceOf(row)}`];
}

/**
 * @param {readonly Record<string, string>[]} energy rows of energy.csv
 * @param {readonly [Cloud, string][]} regions
 * @returns {{ cells: unknown[][], leftOut: string[] }}
 */
export function regionCells(energy, regions) {
  const cells = [];
  const leftOut = [];
  for (const [cloud, name] of regions) {
    const { place, source } = placeOf(cloud, name);
    if (place === null) {
      leftOut.push(`region ${cloud} ${name}: nobody has looked up where it is`);
      continue;
    }
    const [location, country] = place;
    const jurisdiction = name.startsWith('us-gov-') ? 'us-gov' : JURISDICTION_OF_COUNTRY[country];
    if (jurisdiction === undefined) throw new Error(`${country} has no jurisdiction yet`);
    cells.push([
      cloud,
      name,
      location,
      country,
      jurisdiction,
      ...pueOf(energy, cloud, name),
      ...gridOf(energy, cloud, name),
      source,
    ]);
  }
  return { cells, leftOut };
}

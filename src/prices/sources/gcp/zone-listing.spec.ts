import { describe, expect, it } from 'vitest';
import { ZoneListing } from './zone-listing.js';

function stated(listing: ZoneListing) {
  return listing.availability(['machine'], 'test').map(({ region, zone, available }) => [zone ?? region, available]);
}

describe('whether a region offers a machine', () => {
  it('is yes where one of its zones does', () => {
    const listing = new ZoneListing();
    listing.zone('us-east1-b');
    listing.offer('us-east1-c', 'machine');
    expect(stated(listing)).toEqual([
      ['us-east1-c', true],
      ['us-east1', true],
    ]);
  });

  it('is no where all of its zones have answered and none does', () => {
    const listing = new ZoneListing();
    listing.offer('us-east1-b', 'another machine');
    listing.zone('us-east1-c');
    expect(stated(listing)).toEqual([['us-east1', false]]);
  });

  it('is not known where a zone has not answered', () => {
    const listing = new ZoneListing();
    listing.zone('us-east1-b');
    listing.unreachable('us-east1-c');
    expect(stated(listing)).toEqual([]);
    listing.offer('us-east1-b', 'machine');
    expect(stated(listing)).toEqual([
      ['us-east1-b', true],
      ['us-east1', true],
    ]);
  });
});

it('zones belong to the region of their name', () => {
  const listing = new ZoneListing();
  listing.zone('northamerica-northeast1-a');
  listing.zone('us-east1-b');
  expect(stated(listing)).toEqual([
    ['northamerica-northeast1', false],
    ['us-east1', false],
  ]);
});

/**
 * Lower ends of the classes of age, in hours. Each is twice as wide as the one before: how often spot is taken changes
 * much within the first hour and little after half a day.
 */
const AGES_HOURS = [0, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8] as const;

/** Number of classes of age. */
export const AGE_CLASSES = AGES_HOURS.length;

/** Ends per hour by class of age. */
export type Hazards = Float64Array;

/** What was seen of stretches of one kind, with spot or without: hours spent in each class of age, and ends in it. */
export interface Lives {
  readonly hours: Float64Array;
  readonly ends: Float64Array;
}

/** Class of an age. */
export function ageClass(hours: number): number {
  let found = 0;
  for (let index = 1; index < AGE_CLASSES && hours >= (AGES_HOURS[index] ?? Infinity) - 1e-9; index += 1) found = index;
  return found;
}

/** Where a class begins, in hours; where the one after the last would, is Infinity. */
export function classBegin(index: number): number {
  return AGES_HOURS[index] ?? Infinity;
}

/** Nothing seen yet. */
export function noLives(): Lives {
  return { hours: new Float64Array(AGE_CLASSES), ends: new Float64Array(AGE_CLASSES) };
}

/** Adds a stretch of so many hours; it may not have ended yet. */
export function addLife({ hours, ends }: Lives, lasted: number, hasEnded: boolean): void {
  for (let index = 0; index < AGE_CLASSES && lasted > classBegin(index); index += 1) {
    hours[index] = (hours[index] ?? 0) + Math.min(lasted, classBegin(index + 1)) - classBegin(index);
  }
  // An end at the border of two classes is one of the younger.
  const last = ageClass(Math.max(0, lasted - 1e-6));
  if (hasEnded) ends[last] = (ends[last] ?? 0) + 1;
}

/** Adds what was seen elsewhere, weighted. */
export function addLives(all: Lives, more: Lives, weight = 1): void {
  for (let index = 0; index < AGE_CLASSES; index += 1) {
    all.hours[index] = (all.hours[index] ?? 0) + weight * (more.hours[index] ?? 0);
    all.ends[index] = (all.ends[index] ?? 0) + weight * (more.ends[index] ?? 0);
  }
}

/** Ends per hour as seen, with half an end in an hour added to each class so that none is 0 for want of observations. */
export function seenHazards({ hours, ends }: Lives): Hazards {
  return hours.map((spent, index) => ((ends[index] ?? 0) + 0.5) / (spent + 1));
}

/** Ends that the prior weighs as much as, for the zone as a whole and again for each class of age. */
const PRIOR_ENDS = 1;

/**
 * Ends per hour to go by: the prior, scaled to how much more or less often they come here over all ages, and drawn for
 * each class to what was seen in it. Both steps are posterior means of Poisson counts under a gamma prior worth one end.
 */
export function learntHazards(prior: Hazards, { hours, ends }: Lives): Hazards {
  let [seen, expected] = [0, 0];
  for (let index = 0; index < AGE_CLASSES; index += 1) {
    seen += ends[index] ?? 0;
    expected += (prior[index] ?? 0) * (hours[index] ?? 0);
  }
  const scale = (PRIOR_ENDS + seen) / (PRIOR_ENDS + expected);
  return prior.map(
    (hazard, index) => ((ends[index] ?? 0) + PRIOR_ENDS) / ((hours[index] ?? 0) + PRIOR_ENDS / (scale * hazard)),
  );
}

/** Ends to be expected in so many hours from an age on: the integral of the hazard. */
export function expectedEnds(hazards: Hazards, ageHours: number, hours: number): number {
  let sum = 0;
  let at = ageHours;
  for (let index = ageClass(ageHours); at < ageHours + hours - 1e-12; index += 1) {
    const until = Math.min(ageHours + hours, classBegin(index + 1));
    sum += (hazards[index] ?? 0) * (until - at);
    at = until;
  }
  return sum;
}

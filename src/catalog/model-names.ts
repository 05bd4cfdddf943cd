/** Share of a name that may differ before two names have nothing to do with each other. */
const LARGEST_DISTANCE_SHARE = 0.4;

/**
 * The candidates closest to a name: first those that hold it, then those a few typing errors away.
 *
 * @param most how many to return
 */
export function closestNames(name: string, candidates: Iterable<string>, most: number): string[] {
  if (name === '') return [];
  return [...candidates]
    .map((candidate) => ({ candidate, score: distanceShare(name, candidate) }))
    .filter(({ score }) => score <= LARGEST_DISTANCE_SHARE)
    .sort((a, b) => a.score - b.score || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** 0 for the same name, up to 1; a candidate that holds the name counts as near, the nearer the less it adds. */
function distanceShare(name: string, candidate: string): number {
  if (candidate.includes(name)) return ((candidate.length - name.length) / candidate.length) * LARGEST_DISTANCE_SHARE;
  return editDistance(name, candidate) / Math.max(name.length, candidate.length);
}

/** Letters to insert, remove or replace to make one text the other (Levenshtein). */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

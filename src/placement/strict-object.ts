import { z } from 'zod';
import { closestNames } from '../catalog/index.js';

/** An object that takes no field but its own; an unknown one is answered with the field that was probably meant. */
export function strict<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? unknownFields(issue.keys, known) : undefined),
  });
}

function unknownFields(given: readonly string[], known: readonly string[]): string {
  return given
    .map((name) => {
      const [closest] = closestNames(
        name.toLowerCase(),
        new Map(known.map((key) => [key.toLowerCase(), key])).keys(),
        1,
      );
      const meant = known.find((key) => key.toLowerCase() === closest);
      const hint = meant === undefined ? `Fields here are ${known.join(', ')}.` : `Did you mean ${meant}?`;
      return `There is no field "${name}" here. ${hint}`;
    })
    .join(' ');
}

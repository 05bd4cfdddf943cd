import type { ValueTransformer } from 'typeorm';

/** For `bigint` columns whose values stay below 2^53, such as parameter counts: the driver hands them over as text. */
export const wholeNumber: ValueTransformer = {
  to: (value: number | null) => value,
  from: (value: string | null) => (value === null ? null : Number(value)),
};

/** A sentence with the field that it is about; of the whole there is none to name. */
export function atField(path: readonly PropertyKey[], message: string): string {
  return path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`;
}

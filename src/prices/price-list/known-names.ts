import { closestNames, type Cloud } from '../../catalog/index.js';

/** The cloud's own spelling of a name, or the end of a sentence that says that there is none. */
export type FoundName = { readonly name: string } | { readonly name: null; readonly why: string };

/** Names of one cloud, found as people write them; a list of a hundred thousand rows asks for the same few again. */
export class KnownNames {
  private readonly byLowerCase: ReadonlyMap<string, string>;
  private readonly found = new Map<string, FoundName>();

  constructor(
    private readonly cloud: Cloud,
    private readonly names: ReadonlySet<string>,
  ) {
    this.byLowerCase = new Map([...names].map((name) => [name.toLowerCase(), name]));
  }

  /** In any case, and for Azure also without `Standard_`. */
  find(text: string): FoundName {
    const known = this.found.get(text);
    if (known !== undefined) return known;
    const lower = text.toLowerCase();
    const name = this.byLowerCase.get(lower) ?? this.byLowerCase.get(`standard_${lower}`);
    const result = name === undefined ? { name: null, why: this.unknown(text) } : { name };
    this.found.set(text, result);
    return result;
  }

  private unknown(text: string): string {
    const close = closestNames(text, this.names, 2);
    return `is not known on ${this.cloud}.${close.length > 0 ? ` Did you mean ${close.join(' or ')}?` : ''}`;
  }
}

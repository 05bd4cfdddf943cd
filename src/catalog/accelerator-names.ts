import { InputError } from '../platform/index.js';
import type { Accelerator } from './accelerator.js';
import { closestNames } from './model-names.js';

/** Words that people add or leave out without meaning another accelerator. */
const NOISE = new Set(['tesla', 'instinct', 'radeon', 'pro', 'gpu', 'chip', 'cloud', 'mega']);

/** The same word by its other name. */
const ALIASES: Readonly<Record<string, string>> = {
  amazon: 'aws',
  inf1: 'inferentia1',
  inf2: 'inferentia2',
  ironwood: 'v7x',
  pci: 'pcie',
  sxm2: 'sxm',
  sxm4: 'sxm',
  sxm5: 'sxm',
  tpu7x: 'v7x',
  trillium: 'v6e',
  trn1: 'trainium1',
  trn2: 'trainium2',
  trn3: 'trainium3',
  v5litepod: 'v5e',
  v7: 'v7x',
  xilinx: 'amd',
};

/**
 * The accelerators that people mean by a name: `h100` is every H100, `H100 SXM`, `A100-80GB` and `tpu-v5e` narrow it
 * down, an id means exactly one. Case, vendor, spaces, dashes and underscores do not matter. A name that stands for an
 * accelerator by itself means that one, not everything that starts with it: `Trainium` is not `Trainium2`.
 *
 * @throws InputError with the closest names when nothing is called so
 */
export function matchAccelerators(text: string, accelerators: readonly Accelerator[]): Accelerator[] {
  const exact = accelerators.filter(({ id, name }) => [id, name.toLowerCase()].includes(text.trim().toLowerCase()));
  if (exact.length > 0) return exact;
  const wanted = wordsOf(text);
  const wantedText = wanted.join('');
  const found = accelerators.filter((accelerator) => {
    if (wanted.length === 0) return false;
    const { words, family } = namesOf(accelerator);
    return wanted.every((word) => words.has(word)) || wantedText === family;
  });
  if (found.length > 0) return found;
  throw new InputError(unknownAccelerator(text, accelerators));
}

interface Names {
  readonly words: ReadonlySet<string>;
  readonly family: string;
}

/** Taken apart once: a price list is asked for accelerators all the time. */
const NAMES = new WeakMap<Accelerator, Names>();

function namesOf(accelerator: Accelerator): Names {
  const known = NAMES.get(accelerator);
  if (known !== undefined) return known;
  const { id, name, family } = accelerator;
  const names = { words: new Set([...wordsOf(id), ...wordsOf(name)]), family: wordsOf(family).join('') };
  NAMES.set(accelerator, names);
  return names;
}

/** `A100-80GB` → `a100`, `80gb`; `Trainium 2` → `trainium2`, because vendors write the number both ways. */
function wordsOf(text: string): string[] {
  const spaced = text
    .toLowerCase()
    .replaceAll(/\b(trainium|inferentia|gaudi|ai)[ _-]+(\d+)\b/g, '$1$2')
    .replaceAll(/\b(\d+)[ _-]+gi?b\b/g, '$1gb');
  const words = spaced.split(/[^a-z0-9]+/).filter((word) => word !== '' && !NOISE.has(word));
  return words.map((word) => ALIASES[word] ?? word.replace(/^(\d+)gib$/, '$1gb'));
}

function unknownAccelerator(text: string, accelerators: readonly Accelerator[]): string {
  const names = new Map(
    accelerators.flatMap(({ id, family }) => [[family.toLowerCase(), family] as const, [id, id] as const]),
  );
  const close = closestNames(text.trim().toLowerCase(), names.keys(), 3).map((name) => names.get(name) ?? name);
  const hint =
    close.length > 0
      ? `Did you mean ${close.join(' or ')}?`
      : `Known are ${[...new Set(accelerators.map(({ family }) => family))].join(', ')}.`;
  return `No accelerator is called "${text}". ${hint}`;
}

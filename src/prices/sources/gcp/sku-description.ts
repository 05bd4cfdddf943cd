/** A way to buy, as the words of a description tell it. */
export const SKU_MODES = ['on_demand', 'spot', 'calendar', 'flex_start', 'committed_1y', 'committed_3y'] as const;
export type SkuMode = (typeof SKU_MODES)[number];

/** What a description says: a part of a machine and how it is bought, or why it is no price of ours. */
export type SkuDescription =
  { readonly mode: SkuMode; readonly part: string } | { readonly mode: null; readonly skip: string };

/** Words that make a SKU a different product, although the rest reads like a part of a machine that we know. */
const OTHER_PRODUCTS: readonly (readonly [RegExp, string])[] = [
  [/\bsole[- ]tenan/i, 'sole tenancy'],
  [/\bcustom\b/i, 'custom machine'],
  [/\bextended\b/i, 'extended memory'],
  [/\bpremium\b/i, 'surcharge on another price'],
  [/\bconfidential\b/i, 'confidential computing'],
  [/\bvirtual workstation\b/i, 'virtual workstation'],
  [/\bcapacity optimi[sz]ed\b/i, 'capacity optimised'],
  [/\bsuspended\b|^VM state\b/i, 'suspended machine'],
];

/** `running in Americas`, `in Iowa`, or nothing at all: the place itself is read from the list of regions. */
const PLACE = String.raw`(?: (?:running )?in (?<place>[^:]+?))?`;

const COMMITMENT = new RegExp(String.raw`^Commitment(?: v1)?: (?<part>.+?)${PLACE} for (?<years>[13]) Years?$`, 'i');

/** In this order: the words of an earlier one may stand in front of those of a later one. */
const WORDINGS: readonly (readonly [SkuMode, RegExp])[] = [
  ['calendar', new RegExp(String.raw`^DWS Calendar Mode (?<part>.+?)${PLACE}$`, 'i')],
  ['calendar', new RegExp(String.raw`^Reserved (?<part>.+?)(?: in (?<place>[^:]+?))? in Calendar Mode$`, 'i')],
  ['calendar', new RegExp(String.raw`^(?<part>.+?) attached to Calendar Mode reservations?${PLACE}$`, 'i')],
  ['flex_start', new RegExp(String.raw`^DWS (?:Defined Duration|Flex[- ]Start) (?<part>.+?)${PLACE}$`, 'i')],
  [
    'flex_start',
    new RegExp(String.raw`^(?<part>.+?) attached to DWS (?:Defined Duration|Flex[- ]Start) VMs?${PLACE}$`, 'i'),
  ],
  ['spot', new RegExp(String.raw`^(?:Spot Preemptible|Preemptible|Spot) (?<part>.+?)${PLACE}$`, 'i')],
  ['spot', new RegExp(String.raw`^(?<part>.+?) attached to (?:Spot )?Preemptible VMs?${PLACE}$`, 'i')],
  // The oldest TPUs: `Tpu-v3 Preemptible Accelerator Europe`.
  ['spot', /^(?<part>Tpu-v\d\w* (?:Pod )?)Preemptible (?<rest>.+)$/i],
  ['on_demand', new RegExp(String.raw`^(?<part>.+?)${PLACE}$`, 'i')],
];

/** None of these may be left over once the words above are taken away: it would be a way to buy that we do not know. */
const LEFT_OVER =
  /\b(?:commitment|reserved|reservations?|calendar|dws|duration|flex|spot|preemptible|attached|years?)\b/i;

/**
 * Reads how a SKU is bought from its description. Only the description tells it: Google tags spot prices of the B200
 * and of TPUs, and everything of the Dynamic Workload Scheduler (DWS), as `OnDemand`.
 */
export function readDescription(description: string): SkuDescription {
  const text = description.trim().replace(/\s+/g, ' ');
  const other = OTHER_PRODUCTS.find(([words]) => words.test(text));
  if (other !== undefined) return { mode: null, skip: other[1] };
  if (/^Commitment\b/i.test(text)) return commitment(text);
  for (const [mode, wording] of WORDINGS) {
    const groups = wording.exec(text)?.groups;
    if (groups === undefined) continue;
    const part = `${groups.part ?? ''}${groups.rest ?? ''}`;
    if (LEFT_OVER.test(`${part} ${groups.place ?? ''}`)) continue;
    return { mode, part };
  }
  const reserved = /^Reserved\b/i.test(text);
  return { mode: null, skip: reserved ? 'use of capacity that is reserved already' : 'way to buy that is not known' };
}

function commitment(text: string): SkuDescription {
  const groups = COMMITMENT.exec(text)?.groups;
  if (groups?.part === undefined || LEFT_OVER.test(groups.part)) {
    return { mode: null, skip: 'commitment of another kind' };
  }
  return { mode: groups.years === '1' ? 'committed_1y' : 'committed_3y', part: groups.part };
}

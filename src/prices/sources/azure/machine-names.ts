import type { InstanceType } from '../../../catalog/index.js';

/** In Azure's names of machines N stands for "with accelerators": Standard_NC, ND, NG, NM, NP, NV. */
export const ACCELERATOR_PREFIX = 'Standard_N';

/** Finds machines by the names that Azure's services write: with spaces, capitals and ends of their own. */
export class MachineNames {
  private readonly known: ReadonlyMap<string, string>;

  constructor(instanceTypes: ReadonlyMap<string, InstanceType>) {
    this.known = new Map([...instanceTypes.keys()].map((name) => [name.toLowerCase(), name]));
  }

  /** The catalog's name of the machine; null where the catalog lacks it. */
  find(written: string): string | null {
    return this.known.get(tidy(written).toLowerCase()) ?? null;
  }
}

/** `Standard_NC8as T4  v3 ` is `Standard_NC8as_T4_v3`: a name has no spaces, however many a list has put into it. */
export function tidy(written: string): string {
  return written.trim().replace(/\s+/g, '_');
}

/** Whether a name that the catalog lacks is one of a machine with accelerators, by Azure's convention. */
export function soundsAccelerated(written: string): boolean {
  return tidy(written).toLowerCase().startsWith(ACCELERATOR_PREFIX.toLowerCase());
}

import { Decimal } from 'decimal.js';
import type { Precision } from '../catalog/index.js';
import type { PurchaseOption } from '../prices/index.js';
import { percentText, rounded } from './figures.js';
import { candidateLabel } from './label.js';
import { runsOnAndOn } from './plan-cost.js';
import type { Placement } from './plan.schema.js';
import type { ResolvedWorkload } from './resolve-workload.js';
import { monthly } from './saving.js';
import { cheapest, type Scope } from './search.js';
import type { Sizings } from './sizings.js';
import { lossless, type Variants } from './variants.js';
import type { World } from './world.js';

/** Less is not worth a line. */
const LEAST_SAVING_PERCENT = 1;
const COMMITMENTS: readonly PurchaseOption[] = ['reserved', 'savings_plan', 'committed_use'];

/** One thing that the workload does not accept, and what if it did. */
interface Relaxation {
  readonly allow: string;
  readonly note: string | null;
  readonly scope: Scope;
}

/** What would cost less, or be possible at all, if one more thing were accepted. Shown, never applied. */
export function hintsFor(
  world: World,
  resolved: ResolvedWorkload,
  sizings: Sizings,
  variants: Variants | null,
  precisions: readonly (Precision | null)[],
  planUsdPerMonth: string | null,
): Placement['hints'] {
  const plan = planUsdPerMonth === null ? null : new Decimal(planUsdPerMonth);
  // Nothing costs less than what is owned; and a hint is about what would be rented.
  if (plan?.isZero() === true) return [];
  const renting = { ...resolved, constraints: { ...resolved.constraints, ownedToo: false } };
  return relaxations(renting, variants, precisions)
    .flatMap(({ allow, note, scope }) => {
      const found = cheapest(world, sizings, scope);
      if (found === null) return [];
      const usd = monthly(found, resolved);
      const saving = plan === null || plan.isZero() ? null : plan.minus(usd).div(plan).times(100).toNumber();
      if (saving !== null && saving < LEAST_SAVING_PERCENT) return [];
      return [
        {
          allow,
          usdPerMonth: usd.toFixed(),
          savingPercent: saving === null ? null : rounded(saving, 4),
          note,
          label: candidateLabel(found),
        },
      ];
    })
    .sort((a, b) => new Decimal(a.usdPerMonth).comparedTo(b.usdPerMonth));
}

function relaxations(
  { workload, constraints, model }: ResolvedWorkload,
  variants: Variants | null,
  precisions: readonly (Precision | null)[],
): Relaxation[] {
  const list: Relaxation[] = [];
  for (const { precision, figure } of variants?.rejected ?? []) {
    if (model !== null && lossless(model, precision)) continue;
    const quality =
      figure === null
        ? 'nobody measured its quality for this model'
        : `keeps ${percentText(figure.retainedPercent)} on ${figure.benchmark} (${figure.basis}; ${figure.source})`;
    list.push({
      allow: `precision ${precision}`,
      note: quality,
      scope: { constraints, precisions: [...precisions, precision] },
    });
  }
  const also = (allow: string, note: string | null, options: readonly PurchaseOption[]) => {
    if (options.every((option) => constraints.purchaseOptions.has(option))) return;
    const purchaseOptions = new Set([...constraints.purchaseOptions, ...options]);
    list.push({ allow, note, scope: { constraints: { ...constraints, purchaseOptions }, precisions } });
  };
  if (workload.kind === 'serving') also('spot', 'a service on it must bear the loss of any instance', ['spot']);
  else if (workload.kind !== 'generic') also('spot', null, ['on_demand', 'spot']);
  if (runsOnAndOn(workload)) also('commitments', 'paid for one or three years, used or not', COMMITMENTS);
  if (constraints.clouds !== null || constraints.regions !== null) {
    const anywhere = { ...constraints, clouds: null, regions: null };
    list.push({ allow: 'any cloud and region', note: null, scope: { constraints: anywhere, precisions } });
  }
  if (constraints.jurisdictions !== null) {
    const anywhere = { ...constraints, jurisdictions: null };
    list.push({
      allow: 'any jurisdiction',
      note: 'gives up data residency',
      scope: { constraints: anywhere, precisions },
    });
  }
  if (constraints.acceleratorIds !== null) {
    list.push({
      allow: 'any accelerator',
      note: null,
      scope: { constraints: { ...constraints, acceleratorIds: null }, precisions },
    });
  }
  return list;
}

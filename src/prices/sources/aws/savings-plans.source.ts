import type { SavingsPlanOfferingRateFilterElement } from '@aws-sdk/client-savingsplans';
import { OutboundError } from '../../../platform/index.js';
import type { PurchaseOption } from '../../offer.js';
import type { PollContext, PollResult, PriceSource, Readiness, StatedPrice } from '../price-source.js';
import { accountRegions } from './account-regions.js';
import type { AwsAccess } from './aws-access.js';
import { isBareMetal, savingsPlanPrice } from './savings-plan-rate.js';
import { SavingsPlans, SAVINGS_PLANS_NAME } from './savings-plans-client.js';
import { Skipped } from './skipped.js';
import { brought } from './source-result.js';
import { tokenPages } from './token-pages.js';

const MINUTES_PER_DAY = 1440;

/** What machines cost under the savings plans that can be bought: one or three years, three ways to pay, two kinds. */
export class SavingsPlansSource implements PriceSource {
  readonly id = 'aws-savings-plans';
  readonly cloud = 'aws';
  readonly title = 'AWS Savings Plans (rates of the plans that can be bought)';
  readonly purchaseOptions: readonly PurchaseOption[] = ['savings_plan'];
  readonly rank = 1;
  readonly everyMinutes = MINUTES_PER_DAY;

  constructor(private readonly access: AwsAccess) {}

  async readiness(): Promise<Readiness> {
    const isThere = this.access.settings.partition !== 'aws-us-gov';
    if (isThere && (await this.access.hasCredentials())) return { ready: true };
    return {
      ready: false,
      needs: isThere
        ? 'Needs AWS credentials with the permissions savingsplans:DescribeSavingsPlansOfferingRates and ' +
          'ec2:DescribeRegions: they add what machines cost under a savings plan.'
        : 'GovCloud has no Savings Plans API of its own.',
    };
  }

  async regions({ signal }: PollContext): Promise<readonly string[]> {
    return accountRegions(this.access, signal);
  }

  async poll(region: string | null, context: PollContext): Promise<PollResult> {
    if (region === null) throw new Error('Rates of savings plans are asked for region by region.');
    const { instanceTypes, now, signal } = context;
    const skipped = new Skipped();
    const prices: StatedPrice[] = [];
    let rates = 0;
    let pages = 0;
    const plans = await SavingsPlans.open(this.access, signal);
    try {
      for (const filters of questions(region, instanceTypes.keys())) {
        for await (const page of tokenPages(SAVINGS_PLANS_NAME, (token) => plans.rates(filters, token))) {
          for (const rate of page) {
            const price = savingsPlanPrice(rate, { region, instanceTypes, now, source: this.id });
            if (typeof price === 'string') skipped.add(price);
            else prices.push(price);
          }
          rates += page.length;
          context.progress((pages += 1), null, 'pages');
        }
      }
    } finally {
      plans.close();
    }
    // Plans hold for all machines of a region; an empty list would read as "no plan can be bought any more".
    if (rates === 0) throw new OutboundError('unexpected', `${SAVINGS_PLANS_NAME} has no rate in ${region}.`);
    return brought({ prices, covers: this.purchaseOptions, skipped: skipped.counts });
  }
}

/** All machines on shared hardware, and by name those without a hypervisor, which count as dedicated. */
function* questions(region: string, types: Iterable<string>): Generator<SavingsPlanOfferingRateFilterElement[]> {
  const plainLinux: SavingsPlanOfferingRateFilterElement[] = [
    { name: 'region', values: [region] },
    { name: 'productDescription', values: ['Linux/UNIX'] },
  ];
  yield [...plainLinux, { name: 'tenancy', values: ['shared'] }];
  const metal = [...types].filter(isBareMetal);
  if (metal.length === 0) return;
  yield [...plainLinux, { name: 'tenancy', values: ['dedicated'] }, { name: 'instanceType', values: metal }];
}

import type { Outbound } from '../../../platform/index.js';
import type { Readiness } from '../price-source.js';
import { scopeOf, type AzureSignIn } from './azure-sign-in.js';

/** What the sources that need to be signed in share. */
export interface ArmAccess {
  readonly outbound: Outbound;
  /** The Azure Resource Manager. */
  readonly endpoint: URL;
  readonly signIn: AzureSignIn;
}

/**
 * Whether Azure lets us in.
 *
 * @param adds what the credentials would add, as the end of a sentence
 */
export async function signedIn({ signIn, endpoint }: ArmAccess, adds: string): Promise<Readiness> {
  const problem = await signIn.problem(scopeOf(endpoint));
  if (problem === null) return { ready: true };
  return {
    ready: false,
    needs:
      `Needs credentials of Azure with the Reader role (AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, ` +
      `a managed identity, or "az login"): they add ${adds}. ${problem}`,
  };
}

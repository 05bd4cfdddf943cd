import type { ArmAccess } from '../../../src/prices/sources/azure/arm-access.js';
import { trustedCertificates } from '../../../src/prices/sources/azure/azure-agent.js';
import { AzureSignIn } from '../../../src/prices/sources/azure/azure-sign-in.js';
import { quickOutbound } from './clients.js';
import type { TlsFront } from './tls-front.js';

/** As the product makes it, with the certificate of the test trusted, but without the waits. */
export function armAccess({ url, caFile }: TlsFront): ArmAccess {
  const ca = trustedCertificates(caFile);
  const endpoint = new URL(url);
  return { outbound: quickOutbound(ca), endpoint, signIn: new AzureSignIn(endpoint, ca) };
}

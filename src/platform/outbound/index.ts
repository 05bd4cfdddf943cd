export { Outbound, type OutboundLimits, type OutboundRequest } from './outbound.js';
export { OutboundError } from './outbound-error.js';

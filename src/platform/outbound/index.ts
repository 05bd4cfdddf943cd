export { Outbound, type OutboundAnswer, type OutboundLimits, type OutboundRequest } from './outbound.js';
export { OutboundError, type OutboundFailure } from './outbound-error.js';

export { Outbound } from './outbound.js';
export { OutboundError } from './outbound-error.js';

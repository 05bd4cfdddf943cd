export * from './offer.js';

import { z } from 'zod';

/*
 * What the numbers of a workload may be. The bounds are wide: they keep out slips of the pen, and figures for which no
 * plan could be worked out or written down.
 */

/** Ten years. */
const MOST_HOURS = 87_600;
/** A week. */
const MOST_MINUTES = 10_080;
const MOST_USD = 1e12;

export const hours = z.number().positive().max(MOST_HOURS);
export const minutes = z.number().min(0).max(MOST_MINUTES);
export const someMinutes = z.number().positive().max(MOST_MINUTES);
export const milliseconds = z.number().positive();
export const usd = z.number().positive().max(MOST_USD);
export const share = z.number().gt(0).lt(1);
export const runs = z.number().positive().max(1e5);
export const gigabytes = z.number().positive().max(1e6);
/** Of one request or sequence. */
export const tokens = z.int().positive().max(100_000_000);
/** Of all runs ever made together, and a hundred times that. */
export const trainingTokens = z.number().positive().max(1e16);
export const requests = z.int().positive().max(1e12);
export const sequences = z.int().positive().max(1e7);
export const rate = z.number().positive().max(1e6);
export const rateOfAnHour = z.number().min(0).max(1e6);
export const accelerators = z.number().positive().max(1e6);
export const wholeAccelerators = z.int().positive().max(1_000_000);
export const replicas = z.int().max(1_000_000);
export const concurrency = z.int().positive().max(1_000_000);
export const wholeInstances = z.int().positive().max(1_000_000);
/** Of what may run at once; 0: nothing. */
export const limit = z.number().min(0).max(1e9);
/** Of a workload among others; 0 unless said otherwise. */
export const priority = z.int().min(0).max(10);

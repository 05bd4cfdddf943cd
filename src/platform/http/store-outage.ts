/** How the system and the drivers of both stores say that nobody answers there. */
const CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * Of PostgreSQL (Appendix A of its manual): class 08 is a connection that failed, 57P01 to 57P03 a server that stops
 * or starts, 53300 one with no connection left.
 */
const SQL_STATE = /^(08...|57P0[123]|53300)$/;

/** What the driver of PostgreSQL says without a code. */
const WORDS =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/;

/** Whether a failure means that a store does not answer for now, rather than that we asked it wrongly. */
export function isStoreOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, driverError, errors } = error as Error & { code?: unknown; driverError?: unknown; errors?: unknown };
  if (typeof code === 'string' && (CODES.has(code) || SQL_STATE.test(code))) return true;
  if (WORDS.test(error.message)) return true;
  // Every address of a name was tried in vain.
  if (Array.isArray(errors)) return errors.length > 0 && errors.every(isStoreOutage);
  return driverError !== undefined && driverError !== error && isStoreOutage(driverError);
}

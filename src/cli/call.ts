import { InputError } from '../platform/index.js';
import type { ApiClient, CliContext } from './context.js';

/** The parts of a problem document (RFC 9457) that a person at a terminal wants to read. */
interface Problem {
  readonly title?: unknown;
  readonly detail?: unknown;
  readonly errors?: unknown;
}

/**
 * Asks the API once and gives the body back. Throws `InputError` where the API says that the request was wrong
 * (4xx), an ordinary error with the problem's own words where it failed.
 */
export async function call(
  context: CliContext,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<unknown> {
  const api = await context.connect();
  try {
    return await ask(api, method, path, body);
  } finally {
    await api.close();
  }
}

/** The same over a connection that stays open. */
export async function ask(
  api: ApiClient,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<unknown> {
  const response = await api.request(method, path, body);
  if (response.status < 400) return response.body;
  const message = sentenceOf(response.body) ?? `${method} ${path} was answered with status ${response.status}.`;
  if (response.status < 500 && response.status !== 401 && response.status !== 403) throw new InputError(message);
  throw new Error(message);
}

function sentenceOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null) return null;
  const { title, detail, errors } = body as Problem;
  const lines = [typeof detail === 'string' ? detail : typeof title === 'string' ? title : ''];
  if (Array.isArray(errors)) for (const error of errors) lines.push(`  ${lineOf(error)}`);
  const text = lines.filter((line) => line.trim() !== '').join('\n');
  return text === '' ? null : text;
}

function lineOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { path, message, detail } = error as Record<string, unknown>;
  const where = Array.isArray(path) ? path.join('.') : typeof path === 'string' ? path : '';
  const what = typeof message === 'string' ? message : typeof detail === 'string' ? detail : JSON.stringify(error);
  return where === '' ? what : `${where}: ${what}`;
}

import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { SETTING_NAMES } from '../../src/platform/index.js';
import { repositoryFile, repositoryFiles, textOf } from './repository.js';

const pages = repositoryFiles().filter((path) => path.endsWith('.md'));

/** The anchor that a heading gets: lower case, no punctuation, hyphens for spaces. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

function anchorsOf(path: string): Set<string> {
  const headings = withoutExamples(textOf(path)).matchAll(/^#{1,6}\s+(.+)$/gm);
  return new Set([...headings].map((heading) => anchorOf(heading[1] ?? '')));
}

function withoutExamples(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, '');
}

test.each(pages)('%s: every link within the repository leads somewhere', (path) => {
  const dead: string[] = [];
  for (const [, target = ''] of withoutExamples(textOf(path)).matchAll(/\]\(([^)\s]+)[^)]*\)/g)) {
    if (/^[a-z]+:/i.test(target)) continue;
    const [file = '', anchor = ''] = target.split('#');
    const page = file === '' ? path : normalize(join(dirname(path), file));
    if (!existsSync(repositoryFile(page))) dead.push(target);
    else if (anchor !== '' && page.endsWith('.md') && !anchorsOf(page).has(anchor)) dead.push(target);
  }
  expect(dead).toEqual([]);
});

test.each(pages)('%s: every file that it names is there', (path) => {
  const named = withoutExamples(textOf(path)).matchAll(
    /`((?:src|config|docs|docker|scripts|bench|bin|test|web|migrations)\/[\w./-]*[\w/])`/g,
  );
  const gone = [...named].map((match) => match[1] ?? '').filter((file) => !existsSync(repositoryFile(file)));
  expect(gone).toEqual([]);
});

test('the operator page explains every setting, and none that is not read', () => {
  const explained = [...textOf('docs/operator.md').matchAll(/^\| `([A-Z][A-Z0-9_]+)` \|/gm)].map((match) => match[1]);
  expect(explained.sort()).toEqual([...SETTING_NAMES, 'PENNYWATT_CONFIG', 'PENNYWATT_URL'].sort());
});

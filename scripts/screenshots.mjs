#!/usr/bin/env node
// Draws the pictures of the page in docs/images from a running product, with its real figures.
//
//   npm start                                  (in another terminal)
//   node scripts/screenshots.mjs [--url http://localhost:8080]
//
// Needs Chromium, from CHROMIUM_PATH or /usr/bin/chromium.

import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values } = parseArgs({ options: { url: { type: 'string', default: 'http://localhost:8080' } } });
const folder = fileURLToPath(new URL('../docs/images/', import.meta.url));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});

/** @param {string} name @param {'light' | 'dark'} colorScheme @param {(page: import('playwright-core').Page) => Promise<import('playwright-core').Locator | null>} choose */
async function draw(name, colorScheme, choose) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 }, colorScheme, deviceScaleFactor: 1.5 });
  await page.goto(values.url);
  await page.getByRole('region', { name: 'Workloads of the example fleet' }).waitFor();
  await page.getByRole('region', { name: 'Cheapest prices' }).waitFor();
  const part = await choose(page);
  const path = `${folder}${name}.png`;
  if (part === null) await page.screenshot({ path });
  else await part.screenshot({ path });
  await page.close();
  console.error(`drew docs/images/${name}.png`);
}

try {
  await draw('dashboard', 'light', async () => null);
  await draw('dashboard-dark', 'dark', async () => null);
  await draw('prices', 'light', async (page) => {
    await page.getByRole('searchbox').fill('nvidia');
    return page.locator('section', { has: page.locator('#prices') });
  });
  await draw('explanation', 'light', async (page) => {
    await page.locator('.fleet .disclose').first().click();
    return page.locator('.fleet');
  });
} finally {
  await browser.close();
}

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FleetPlan } from '../../src/placement/index.js';
import type { MatrixRow, PriceSummary } from '../../src/prices/index.js';
import { usd, usdPerHour } from '../../web/src/figures.js';
import { startTestApp, type TestApp } from '../platform/test-app.js';
import { chromiumPath, launchChromium } from './chromium.js';

const CHROMIUM = chromiumPath();
if (CHROMIUM === null) {
  process.stderr.write('No Chromium here: the tests of the page are skipped. Install it, or set CHROMIUM_PATH.\n');
}

describe.skipIf(CHROMIUM === null)('the page in a browser', () => {
  let app: TestApp;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    execFileSync(process.execPath, ['bin/build.mjs'], { cwd: fileURLToPath(new URL('../..', import.meta.url)) });
    app = await startTestApp();
    browser = await launchChromium(CHROMIUM ?? '');
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(app.url);
    await page.getByRole('region', { name: 'Workloads of the example fleet' }).waitFor();
    await page.getByRole('region', { name: 'Cheapest prices' }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  it('shows the plan with the figures of the API', async () => {
    const { body: fleet } = await app.get<FleetPlan>('/v1/examples/fleet/plan');
    expect(fleet.status).toBe('placed');
    const total = (figure: string) => page.locator(`.totals [data-figure=${figure}]`).innerText();
    expect(await total('plan')).toBe(usd(fleet.totals.usdPerMonth));
    expect(await total('naive')).toBe(usd(fleet.totals.naiveUsdPerMonth));
    expect((await total('saving')).startsWith(usd(fleet.totals.savingUsdPerMonth))).toBe(true);
    for (const { name, plan } of fleet.placements) {
      const row = page.locator(`[data-workload="${name}"]`);
      expect(await row.locator('[data-figure=month]').innerText()).toBe(usd(plan?.cost.usdPerMonth ?? ''));
      expect(await row.innerText()).toContain(plan?.offer.instanceType);
    }
  });

  it('explains a plan when asked', async () => {
    const disclose = page.locator('.fleet .disclose').first();
    await disclose.click();
    expect(await disclose.getAttribute('aria-expanded')).toBe('true');
    const titles = await page.locator('.fleet .detail h3').allTextContents();
    for (const title of ['What it delivers', 'What it costs', 'Against the naive choice', 'Why not the others']) {
      expect(titles).toContain(title);
    }
    await disclose.click();
    expect(await page.locator('.fleet .detail').count()).toBe(0);
  });

  it('shows the cheapest price of every accelerator and cloud, and where it is', async () => {
    const { body: matrix } = await app.get<MatrixRow[]>('/v1/prices/matrix');
    const offers = new Map(matrix.flatMap(({ cells }) => cells.map(({ offer }) => [offer.id, offer])));
    const shown = await page.locator('.prices [data-offer]').all();
    expect(shown.length).toBeGreaterThan(40);
    for (const price of shown) {
      const offer = offers.get((await price.getAttribute('data-offer')) ?? '');
      expect(await price.innerText()).toContain(usdPerHour(offer?.usdPerAcceleratorHour ?? ''));
    }
    const disclose = page.locator('.prices .disclose').first();
    await disclose.click();
    const first = await shown[0]?.getAttribute('data-offer');
    expect(await page.locator('.prices .detail').innerText()).toContain(offers.get(first ?? '')?.instanceType);
    await disclose.click();
  });

  it('says that a price is not known, and never shows it as 0', async () => {
    await page.getByRole('button', { name: 'Spot', exact: true }).click();
    const text = await page.locator('.prices').innerText();
    expect(text).toContain('not known');
    expect(text).not.toMatch(/\$0(\.0+)?\s/);
  });

  it('finds an accelerator by its name, and says when there is none', async () => {
    await page.getByRole('searchbox').fill('h100');
    expect(await page.locator('.prices tbody tr').count()).toBeGreaterThan(0);
    await page.getByRole('searchbox').fill('h1000');
    expect(await page.getByText('No accelerator fits').count()).toBe(1);
    await page.getByRole('searchbox').fill('');
  });

  it('says how old the prices of each cloud are', async () => {
    const { body: summary } = await app.get<PriceSummary>('/v1/prices/summary');
    for (const { cloud, newestAgeDays } of summary.clouds) {
      expect(await page.locator(`.strip [data-cloud=${cloud}]`).innerText()).toContain(
        `newest ${newestAgeDays} days old`,
      );
    }
  });

  it('can be used without a mouse and names what it shows', async () => {
    // As text: the browser's own types are no part of these tests.
    const nameless = await page.evaluate(`[...document.querySelectorAll('button, a, input')]
      .filter((element) => !element.labels?.length && !element.ariaLabel && element.textContent.trim() === '').length`);
    expect(nameless).toBe(0);
    expect(await page.locator('h1').count()).toBe(1);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.tagName')).not.toBe('BODY');
  });

  it('fits a telephone', async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    // The new width reaches the page, and the page its new layout, some frames later.
    await page.waitForFunction('window.innerWidth === 390');
    const overflow = () => page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    await expect.poll(overflow, { timeout: 5000 }).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('complains of nothing', () => {
    expect(complaints).toEqual([]);
  });
});

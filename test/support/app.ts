// What browser tests need: a signed-in page of the running product, axe, pictures at both widths and themes.
import path from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test as base, type Page } from "@playwright/test";
import { openDatabase, type Database } from "#db/client.ts";

export { expect };
export { owner } from "#test/support/e2e-setup.ts";

/**
 * Playwright's `test` on the running product: `page` is signed in as its owner, `/…` is relative to it.
 * `visitor` is a page that nobody signed in. `db` is the product's database, to put in what a test needs.
 * `goto` and `reload` end when the page answers to keys and clicks.
 * Every test fails on an error in the browser's console or an uncaught one on the page.
 */
export const test = base.extend<{ visitor: Page; db: Database; faults: string[] }>({
  baseURL: async ({}, use) => use(process.env.STORECAST_E2E_URL!),
  storageState: async ({}, use) => use(process.env.STORECAST_E2E_STATE!),
  faults: [async ({}, use) => {
    const faults: string[] = [];
    await use(faults);
    expect(faults, "errors in the browser").toEqual([]);
  }, { auto: true }],
  page: async ({ page, faults }, use) => {
    listen(page, faults);
    awaitScripts(page);
    await use(page);
  },
  visitor: async ({ browser, faults, baseURL }, use) => {
    const context = await browser.newContext({ baseURL: baseURL!, storageState: { cookies: [], origins: [] } });
    const page = await context.newPage();
    listen(page, faults);
    awaitScripts(page);
    await use(page);
    await context.close();
  },
  db: async ({}, use) => {
    const db = openDatabase(process.env.STORECAST_E2E_DATABASE!, { max: 2 });
    await use(db);
    await db.destroy();
  },
});

/** An answer of 4xx is no fault of the page: tests ask for those on purpose. */
function listen(page: Page, faults: string[]): void {
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !/Failed to load resource: the server responded with a status of 4\d\d/.test(message.text())) faults.push(message.text());
  });
}

/** On a slow machine a page stands before its scripts run, and what is typed then is lost: a test waits, as nobody is that quick. */
function awaitScripts(page: Page): void {
  const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)];
  const ready = () => page.waitForFunction(() => [...document.querySelectorAll("button, input, select, textarea, form, [tabindex]")].every((part) => Object.keys(part).some((key) => key.startsWith("__react"))), undefined, { timeout: 20_000 });
  page.goto = async (...given) => { const answer = await goto(...given); await ready(); return answer; };
  page.reload = async (...given) => { const answer = await reload(...given); await ready(); return answer; };
}

/** Fails with each rule that the page as shown breaks (WCAG 2.2 A and AA), and where. */
export async function expectNoAxeViolations(page: Page): Promise<void> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]);
  // Our pages hold no frames, whose results axe would put together on a further page.
  expect(page.frames()).toHaveLength(1);
  const { violations } = await axe.setLegacyMode().analyze();
  expect(violations.map((rule) => `${rule.id}: ${rule.help}: ${rule.nodes.map((node) => node.target.join(" ")).join(", ")}`)).toEqual([]);
}

/** Pictures of the whole page in test/screens (ignored by git): light and dark, 375 and 1440 wide. Leaves the page light and 1440 wide. */
export async function takeScreens(page: Page, name: string): Promise<void> {
  for (const width of [375, 1440]) {
    await page.setViewportSize({ width, height: width === 375 ? 812 : 900 });
    for (const theme of ["dark", "light"] as const) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await drawn(page);
      await page.screenshot({ path: path.join("test/screens", `${name}-${theme}-${width}.png`), fullPage: true });
    }
  }
}

/** Charts measure their box after a resize, then draw: a few frames later the browser has nothing left to do. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate(() => new Promise<void>((resolve) => {
    let frames = 4;
    const next = (): void => { if (--frames > 0) requestAnimationFrame(next); else requestIdleCallback(() => resolve(), { timeout: 400 }); };
    requestAnimationFrame(next);
  }));
}

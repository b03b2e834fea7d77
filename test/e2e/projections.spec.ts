// Projections and "How wrong were we" on shops whose every day is known: the story that each tells is the right one.
import { sql } from "kysely";
import type { Page } from "@playwright/test";
import { openDatabase, type Database } from "#db/client.ts";
import { addDays, dayAt, now, weekday, type Day } from "#lib/core/day.ts";
import { saveEvent } from "#lib/plan/events.ts";
import { saveGoal } from "#lib/plan/goals.ts";
import { projectStore } from "#lib/projections/project.ts";
import { createStore, type Store } from "#lib/stores/stores.ts";
import { dailyShop, plainSales } from "#test/support/daily-shop.ts";
import { expect, expectNoAxeViolations, owner, takeScreens, test } from "#test/support/app.ts";
import { makePrincipals } from "#test/support/principals.ts";

test.describe.configure({ timeout: 300_000 });
const run = Math.random().toString(36).slice(2, 7);
const ids = { stories: 0, closed: 0, short: 0, late: 0, empty: 0 };
const today = dayAt(now(), "Europe/London");
const at = (offset: number): Day => addDays(today, offset);
const length = 770;

/** First days of a Black Friday that moves by six days from year to year; the last one is to come. */
const blackFridays = [12 - 735, 12 - 358, 12];
/** First days of promo weeks; the last one is to come. */
const promos = [-640, -540, -440, -330, -240, -150, -70, 22];
const outage = -20;

test.beforeAll(async () => {
  test.setTimeout(600_000);
  const db = openDatabase(process.env.STORECAST_E2E_DATABASE!, { max: 6 });
  await fill(db);
  await db.destroy();
});

async function fill(db: Database): Promise<void> {
  const event = (storeId: number, type: "promotion" | "holiday" | "outage", name: string, from: number, days: number) => saveEvent(db, { storeId, type, name, from: at(from), to: at(from + days), size: null, note: "", isIgnored: type === "outage" }, "Test");
  const stories = await dailyShop(db, `Stories ${run}`, at(-length), Array.from({ length }, (_, index) => {
    const offset = index - length;
    const promo = promos.some((first) => offset >= first && offset < first + 7) ? 1.5 : 1;
    return offset === outage ? 0 : plainSales(at(offset), index) * promo * (blackFridays.includes(offset) ? 2.6 : 1);
  }));
  ids.stories = stories.id;
  for (const first of blackFridays) await event(stories.id, "holiday", "Black Friday", first, 1);
  for (const first of promos) await event(stories.id, "promotion", "Promo week", first, 7);
  await event(stories.id, "outage", "Checkout down", outage, 1);
  const closed = await dailyShop(db, `Closed Sundays ${run}`, at(-420), Array.from({ length: 420 }, (_, index) => (weekday(at(index - 420)) === 7 ? 0 : plainSales(at(index - 420), index) * (index >= 350 ? 2 : 1))));
  ids.closed = closed.id;
  const short = await dailyShop(db, `Five weeks ${run}`, at(-35), Array.from({ length: 35 }, (_, index) => plainSales(at(index - 35), index)));
  ids.short = short.id;
  const late = await dailyShop(db, `Late ${run}`, at(-126), Array.from({ length: 120 }, (_, index) => plainSales(at(index - 126), index)));
  ids.late = late.id;
  ids.empty = (await createStore(db, { name: `Nothing yet ${run}`, currency: "GBP", zone: "Europe/London" })).id;
  for (const store of [stories, closed, short, late]) await project(db, store);
  for (const back of [-95, -60, -32]) await project(db, closed, at(back));
}

/** The product makes projections by itself too, and never two at once of a store: then it is this one's turn after. */
async function project(db: Database, store: Store, asOf?: Day): Promise<void> {
  await expect.poll(async () => (await projectStore(db, store, { now: now(), ...(asOf ? { asOf } : {}) })).state, { timeout: 240_000 }).not.toBe("locked");
}

interface Told { days: { day: Day; actual: number | null; fan: { p10: number; p50: number; p90: number } | null }[]; total: { p50: number } }
async function told(page: Page, store: number, from: number, through: number): Promise<Told> {
  return (await (await page.request.get(`/api/v1/projections?metric=net_sales&store=${store}&from=${at(from)}&through=${at(through)}`)).json()) as Told;
}
const span = `start=${at(-30)}&end=${at(35)}`;

test("a Black Friday that moves, a promo week and an outage: each stands where it should, and says what it does", async ({ page }) => {
  const { days } = await told(page, ids.stories, 0, 35);
  const p50 = (offset: number) => days.find((one) => one.day === at(offset))!.fan!.p50;
  // The day itself, beside the same weekday a week before; not where it stood a year ago.
  expect(p50(12) / p50(5)).toBeGreaterThan(1.6);
  expect(p50(18) / p50(11)).toBeLessThan(1.35);
  expect((p50(23) + p50(24) + p50(25)) / (p50(16) + p50(17) + p50(4))).toBeGreaterThan(1.2);
  // The weekday of the outage is not brought down by it.
  expect(p50(8)).toBeGreaterThan(0.8 * plainSales(at(8), 0));
  await page.goto(`/projections?store=${ids.stories}&${span}`);
  const flag = page.locator("[data-flag]", { hasText: "Black Friday" });
  await flag.click();
  const about = page.locator(".popover:popover-open");
  await expect(about).toContainText("Seen 2 times before in this shop.");
  await expect(about.getByRole("row", { name: /first day/ })).toContainText(/\+\d{2,3}%/);
  await page.keyboard.press("Escape");
  await page.locator("[data-flag]", { hasText: "Checkout down" }).click();
  await expect(page.locator(".popover:popover-open")).toContainText("left out of what the projection learns from");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("row", { name: /Promo week/ })).toContainText(/\+\d{2}% on its days/);
  await expectNoAxeViolations(page);
  await takeScreens(page, "projections-stories");
  await page.setViewportSize({ width: 375, height: 812 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
});

test("closed Sundays are projected as closed, a level that doubled stays doubled", async ({ page }) => {
  const { days } = await told(page, ids.closed, 0, 27);
  for (const { day, fan } of days) if (weekday(day) === 7) expect(fan!.p90, day).toBe(0);
  const open = days.filter(({ day }) => weekday(day) !== 7);
  const level = open.reduce((sum, { fan }) => sum + fan!.p50, 0) / open.reduce((sum, { day }) => sum + plainSales(day, 0), 0);
  expect(level).toBeGreaterThan(1.6);
  expect(level).toBeLessThan(2.4);
  await page.goto(`/projections?store=${ids.closed}&window=next90`);
  await expect(page.locator("[data-notes]")).toContainText("projected as closed: Sunday");
  await expectNoAxeViolations(page);
});

test("cards, sentence, table and API say the same; the chart is read by keys and by table; the goal has its chance", async ({ page, db }) => {
  const month = { from: `${today.slice(0, 7)}-01`, to: addDays(`${today.slice(0, 7)}-28`, 7).slice(0, 7) + "-01" };
  const answer = await told(page, ids.stories, -Number(today.slice(8)) + 1, Number(addDays(month.to, -1).slice(8)) - Number(today.slice(8)));
  await saveGoal(db, { storeId: ids.stories, metric: "net_sales", period: month, amount: String(Math.round(answer.total.p50)) }, "Test");
  await page.goto(`/projections?store=${ids.stories}`);
  const figure = `£${new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 }).format(answer.total.p50)}`;
  await expect(page.locator("[data-outlook=month] [data-figure]")).toHaveText(figure);
  await expect(page.locator("main header")).toContainText(figure);
  await expect(page.locator("main header")).toContainText(/The goal of £[\d,]+ is [3-7]\d% likely/);
  await expect(page.locator("[data-outlook=month]")).toContainText(/Chance to reach £/);
  await page.goto(`/goals?store=${ids.stories}`);
  await expect(page.getByRole("row", { name: new RegExp(new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(today))) })).toContainText(figure);
  await page.goto(`/projections?store=${ids.stories}`);
  const chart = page.locator("[data-chart]");
  await chart.focus();
  await page.keyboard.press("End");
  await expect(chart.getByRole("status")).toContainText("8 of 10 cases");
  await page.keyboard.press("Home");
  await expect(chart.getByRole("status")).toContainText(today.endsWith("-01") ? "Projected" : "Actual");
  await page.getByText("View as table").click();
  await expect(page.getByRole("region", { name: "Net sales by day" }).getByRole("row")).toHaveCount(Number(addDays(month.to, -1).slice(8)) + 1);
  await page.getByRole("link", { name: "Running total" }).click();
  await page.waitForURL(/shown=total/);
  await expect(page.getByRole("heading", { name: "Net sales, running total" })).toBeVisible();
  await page.getByRole("link", { name: "Average order value" }).click();
  await page.waitForURL(/metric=aov/);
  await expect(page.getByRole("heading", { name: "Average order value by day" })).toBeVisible();
  const csv = await (await page.request.get(`/api/v1/projections/parts?metric=net_sales&store=${ids.stories}&by=channel&from=${month.from}&through=${addDays(month.to, -1)}&format=csv`)).text();
  expect(csv.split("\r\n")[0]).toBe("channel,name,so_far,amount,mean,p10,p50,p90,share");
});

test("a person's own figure stands beside the model's with author and reason, is graded, and can be withdrawn", async ({ page }) => {
  await page.goto(`/projections?store=${ids.stories}`);
  await page.locator("[data-outlook=month]").getByRole("button", { name: /Your figure for/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/Your figure/).fill("41000");
  await dialog.getByLabel("Why").fill("A wholesale order is signed");
  await dialog.getByRole("button", { name: "Save my figure" }).click();
  const line = page.locator("[data-outlook=month] [data-override]");
  await expect(line).toContainText(`${owner.name} expects £41,000`);
  await expect(line).toContainText("A wholesale order is signed");
  await expect(page.locator("main header")).toContainText(`${owner.name} expects £41,000 instead.`);
  await page.goto(`/projections/accuracy?store=${ids.stories}`);
  await expect(page.getByRole("row", { name: new RegExp(owner.name) })).toContainText(/£41,000.*not over yet/);
  await page.goto(`/projections?store=${ids.stories}`);
  await line.getByRole("button", { name: /Withdraw/ }).click();
  await expect(line).toHaveCount(0);
  await expect(page.locator("[data-outlook=month]").getByRole("button", { name: /Your figure for/ })).toBeVisible();
});

test("an event that a marketer adds changes the figure at once", async ({ page: own, visitor: page, db }) => {
  const base = process.env.STORECAST_E2E_URL!;
  const { marketer } = await makePrincipals(base, db, ["marketer"]);
  await page.context().addCookies(marketer!.cookie!.split("; ").map((pair) => ({ url: base, name: pair.slice(0, pair.indexOf("=")), value: pair.slice(pair.indexOf("=") + 1) })));
  await page.goto(`/projections?store=${ids.stories}&start=${at(0)}&end=${at(20)}`);
  const before = (await told(own, ids.stories, 0, 20)).total.p50;
  await page.getByRole("button", { name: "Add an event" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Surprise sale");
  await dialog.getByLabel("First day").fill(at(2));
  await dialog.getByLabel("Last day").fill(at(8));
  await dialog.getByRole("button", { name: "Add and project anew" }).click();
  await expect(dialog.getByRole("progressbar")).toBeVisible();
  await expect(dialog.locator("[data-effect]")).toContainText("with Surprise sale", { timeout: 150_000 });
  expect((await told(own, ids.stories, 0, 20)).total.p50).toBeGreaterThan(before * 1.05);
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByRole("row", { name: /Surprise sale/ })).toBeVisible();
  await expect(page.getByRole("region", { name: /What changed/ })).toContainText("1 event added");
});

test("how wrong we were: backcasts apart, beside last week again, one period closely", async ({ page }) => {
  await page.goto(`/projections/accuracy?store=${ids.closed}`);
  await expect(page.locator("main header")).toContainText(/were off by \d+(\.\d)?% on average, 8 to 30 days ahead; simply repeating last week would have been off by/);
  await expect(page.getByText("backcasts", { exact: true })).toBeVisible();
  await expect(page.getByRole("region", { name: "By how far ahead" }).getByRole("row")).toHaveCount(4);
  await page.getByRole("link", { name: "Projections", exact: true }).last().click();
  await page.waitForURL(/kind=live/);
  await expect(page.getByText("No projection has come due yet.").first()).toBeVisible();
  await expectNoAxeViolations(page);
  await page.goto(`/projections/accuracy?store=${ids.closed}&kind=backcast`);
  await expectNoAxeViolations(page);
  await takeScreens(page, "accuracy");
});

test("what can't be said is said: nothing yet, five weeks, late data, days beyond a year, a store that isn't there", async ({ page, db }) => {
  await page.goto(`/projections?store=${ids.empty}`);
  await expect(page.getByRole("heading", { name: "Nothing to project yet" })).toBeVisible();
  await expectNoAxeViolations(page);
  await page.goto(`/projections/accuracy?store=${ids.empty}`);
  await expect(page.getByRole("heading", { name: "Nothing to grade yet" })).toBeVisible();
  await page.goto(`/projections?store=${ids.short}`);
  await expect(page.locator("[data-notes]")).toContainText("Only 35 days are known");
  await page.goto(`/projections?store=${ids.late}`);
  await expect(page.locator("[data-notes]")).toContainText("The data is 6 days late");
  await page.goto(`/projections?store=${ids.late}&metric=sessions`);
  await expect(page.getByRole("heading", { name: "Sessions isn’t projected yet" })).toBeVisible();
  await page.goto(`/projections?store=${ids.stories}&start=${at(300)}&end=${at(420)}`);
  await expect(page.locator("main header")).toContainText("These days can’t be told as a whole");
  expect((await page.goto("/projections?store=99999999"))!.status()).toBe(404);
  // The table of projections is away: the page says so and stands.
  await sql`alter table plan.projection rename to projection_away`.execute(db);
  try {
    await page.goto(`/projections?store=${ids.stories}`);
    await expect(page.getByText("The projection can’t be shown")).toBeVisible();
    await expectNoAxeViolations(page);
  } finally {
    await sql`alter table plan.projection_away rename to projection`.execute(db);
  }
});

test("the first load of Projections stays under 300 KB of scripts", async ({ page }) => {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const scripts = new Set<string>();
  let bytes = 0;
  session.on("Network.responseReceived", ({ requestId, type }) => { if (type === "Script") scripts.add(requestId); });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => { if (scripts.has(requestId)) bytes += encodedDataLength; });
  await page.goto(`/projections?store=${ids.stories}`, { waitUntil: "load" });
  expect(bytes).toBeGreaterThan(50 * 1024);
  expect(bytes).toBeLessThan(300 * 1024);
});

// Channel rules in the browser: write, order, try, see what would change, apply with all of history, take back.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { addDays, dayAt, now } from "#lib/core/day.ts";
import { expect, expectNoAxeViolations, takeScreens, test } from "#test/support/app.ts";
import { storeWith } from "#test/support/ledger.ts";
import { addOrigins, addSessions, addTouch, origin } from "#test/support/origins.ts";
import { makePrincipals } from "#test/support/principals.ts";

test.describe.configure({ mode: "serial" });
const run = Math.random().toString(36).slice(2, 7);
const today = dayAt(now(), "Europe/Amsterdam");
const news = `crm-${run}`;
let storeId: number;

test.beforeAll(async () => {
  const { openDatabase } = await import("#db/client.ts");
  const db = openDatabase(process.env.STORECAST_E2E_DATABASE!, { max: 2 });
  const store = await storeWith(db, { name: `Channels ${run}`, currency: "EUR", zone: "Europe/Amsterdam", through: addDays(today, -1) }, [
    { id: "N1", day: addDays(today, -9), lines: [{ kind: "sale", amount: "120.50" }] },
    { id: "G1", day: addDays(today, -8), lines: [{ kind: "sale", amount: "80" }] },
  ]);
  storeId = store.id;
  const [letter, brand] = await addOrigins(db, storeId, [origin(news, "newsletter", `May ${run}`), origin("google", "cpc", `Brand ${run}`, "Paid Search")]);
  await addSessions(db, storeId, addDays(today, -9), letter!, 1_234);
  await addSessions(db, storeId, addDays(today, -8), brand!, 77);
  await addTouch(db, storeId, "N1", letter!);
  await addTouch(db, storeId, "G1", brand!, { coupon: `ANNA-${run}` });
  await db.destroy();
});

const channelsOf = async (db: Database) =>
  (await sql<{ order_id: string; channel: string }>`select o.order_id, t.channel from fact.sales_order o join dim.traffic t using (store_id, traffic_id) where store_id = ${storeId} order by order_id`.execute(db)).rows.map((row) => `${row.order_id}: ${row.channel}`);

test("rules are written, put in order, tried, compared with real traffic and applied to all of history", async ({ page, db }) => {
  test.setTimeout(400_000);
  await page.goto("/settings");
  await page.getByRole("link", { name: "Channel rules" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Channel rules");
  await expectNoAxeViolations(page);
  await takeScreens(page, "channel-rules-empty");
  const apply = page.getByRole("button", { name: "Apply to all of history" });
  await expect(apply).toBeDisabled();

  const write = async (number: number, name: string, channel: string, field: string, op: string, value: string) => {
    await page.getByRole("button", { name: "Add a rule" }).click();
    const rule = page.getByRole("listitem", { name: `Rule ${number}` });
    await rule.getByLabel("Name", { exact: true }).fill(name);
    await rule.getByLabel("Channel", { exact: true }).fill(channel);
    await rule.getByLabel("What is compared").selectOption({ label: field });
    await rule.getByLabel("How").selectOption(op);
    await rule.getByLabel("Text of condition 1").fill(value);
  };
  await write(1, "Anna", `Creators ${run}`, "Coupon (orders)", "starts", `anna-${run}`);
  await write(2, "Letters", `Newsletter ${run}`, "Source", "matches", "[");
  await expect(page.getByText("it moves orders only")).toBeVisible();

  const see = page.getByRole("button", { name: "See what would change" });
  await see.click();
  await expect(page.getByText(/^Rule 2: This pattern can't be used: missing closing/)).toBeVisible();
  await page.getByRole("listitem", { name: "Rule 2" }).getByLabel("Text of condition 1").fill(`^crm-${run}$`);

  await page.getByLabel("Source", { exact: true }).fill(news.toUpperCase());
  await page.getByLabel("Medium", { exact: true }).fill("newsletter");
  await page.getByRole("button", { name: "Try it" }).click();
  await expect(page.getByText(`Newsletter ${run}, by your rule “Letters”`)).toBeVisible();
  await page.getByLabel("Source", { exact: true }).fill("chatgpt.com");
  await page.getByLabel("Medium", { exact: true }).fill("referral");
  await page.getByRole("button", { name: "Try it" }).click();
  await expect(page.getByText("AI Assistant, by the usual rule “AI Assistant”")).toBeVisible();

  await see.click();
  const table = page.getByRole("region", { name: "What would change" });
  await expect(table.getByRole("row", { name: new RegExp(`^Unassigned Newsletter ${run} 1,234 1 €120\\.50 €0\\.00 1 crm-${run}`) })).toBeVisible({ timeout: 30_000 });
  await expect(table.getByRole("row", { name: new RegExp(`^Paid Search Creators ${run} 0 1 €80\\.00 €0\\.00 1 google / cpc`) })).toBeVisible();
  await expectNoAxeViolations(page);
  await takeScreens(page, "channel-rules-difference");
  expect(await channelsOf(db)).toEqual(["G1: Paid Search", "N1: Unassigned"]);

  await page.getByRole("button", { name: "Move up Letters" }).click();
  await expect(page.getByRole("listitem", { name: "Rule 1" }).getByLabel("Name", { exact: true })).toHaveValue("Letters");
  await expect(page.getByText("You changed the rules since.")).toBeVisible();
  await expect(apply).toBeDisabled();
  await see.click();
  await expect(table).toBeVisible({ timeout: 30_000 });
  await apply.click();
  await expect(page.getByText("Applied. Every figure is up to date.")).toBeVisible({ timeout: 120_000 });
  expect(await channelsOf(db)).toEqual([`G1: Creators ${run}`, `N1: Newsletter ${run}`]);
  await expect(page.getByText(/Version \d+, applied by Olga Owner/)).toBeVisible();
  await expectNoAxeViolations(page);

  // What stands is there again after a reload, and the record says who did it.
  await page.reload();
  await expect(page.getByRole("listitem", { name: "Rule 1" }).getByLabel("Channel", { exact: true })).toHaveValue(`Newsletter ${run}`);
  await page.goto("/audit");
  await expect(page.getByText("Applied channel rules").first()).toBeVisible();
});

test("rules that are deleted give history back; a source of one's own counts as its kind", async ({ page, db }) => {
  test.setTimeout(400_000);
  await page.goto("/channels/rules");
  await page.getByRole("button", { name: "Delete Letters" }).click();
  await page.getByRole("button", { name: "Delete Anna" }).click();
  await expect(page.getByText("No rule of your own.")).toBeVisible();
  await page.getByLabel("Name or host").fill(news);
  await page.getByLabel("Kind").selectOption("social");
  await page.getByRole("button", { name: "Add the source" }).click();
  await page.getByRole("button", { name: "See what would change" }).click();
  await expect(page.getByRole("row", { name: new RegExp(`^Newsletter ${run} Organic Social 1,234`) })).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Apply to all of history" }).click();
  await expect(page.getByText("Applied. Every figure is up to date.")).toBeVisible({ timeout: 120_000 });
  expect(await channelsOf(db)).toEqual(["G1: Paid Search", "N1: Organic Social"]);
  await page.getByRole("button", { name: `Remove ${news}` }).click();
  await page.getByRole("button", { name: "See what would change" }).click();
  await expect(page.getByRole("row", { name: /^Organic Social Unassigned 1,234/ })).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Apply to all of history" }).click();
  await expect(page.getByText("Applied. Every figure is up to date.")).toBeVisible({ timeout: 120_000 });
});

test("a role that doesn't decide sees the rules and no way to change them", async ({ visitor, db }) => {
  const base = process.env.STORECAST_E2E_URL!;
  const { executive } = await makePrincipals(base, db, ["executive"]);
  await visitor.context().addCookies(executive!.cookie!.split("; ").map((pair) => ({ name: pair.slice(0, pair.indexOf("=")), value: pair.slice(pair.indexOf("=") + 1), url: base })));
  await visitor.goto("/channels/rules");
  await expect(visitor.getByText("Your role sees the rules but doesn’t change them.")).toBeVisible();
  await expect(visitor.getByRole("button", { name: "Add a rule" })).toBeDisabled();
  await expect(visitor.getByRole("button", { name: "Apply to all of history" })).toHaveCount(0);
  await expectNoAxeViolations(visitor);
});

// Sources in the page: nothing yet, a connection that an operator made, its days and totals, what changed, a dead
// credential, secrets that never come back, removal; and the demo shop's label and its removal.
import { credentials } from "#lib/demo/servers/credentials.ts";
import { startDemoServers, type DemoServers } from "#lib/demo/servers/servers.ts";
import { demoWorld } from "#lib/demo/world/index.ts";
import { addDays, dayAt, now } from "#lib/core/day.ts";
import { connectDemo } from "#lib/ingest/demo-shop.ts";
import { readConnections } from "#lib/ingest/status.ts";
import { createStore } from "#lib/stores/stores.ts";
import { expect, expectNoAxeViolations, takeScreens, test } from "#test/support/app.ts";
import { connect } from "#test/support/connect.ts";

test.describe.configure({ mode: "serial" });
const today = dayAt(now(), "Europe/Berlin");
const from = addDays(today, -25);
let servers: DemoServers;
let storeId = 0;
let id = 0;
test.beforeAll(async () => {
  servers = await startDemoServers({ world: demoWorld({ today, from }) });
});
test.afterAll(() => servers.close());

test("nothing connected: the page says what to do; steps and form come from the source's declaration", async ({ page }) => {
  await page.goto("/sources");
  if ((await page.getByRole("heading", { name: "Connect the first source" }).count()) > 0) {
    await expectNoAxeViolations(page);
    await takeScreens(page, "sources-empty");
  }
  await page.goto("/sources/new");
  await expectNoAxeViolations(page);
  await takeScreens(page, "sources-choose");
  await page.getByRole("link", { name: /^Google Ads/ }).click();
  await page.getByText("I sign in and see my campaigns").click();
  await expect(page.getByText("Google Ads API", { exact: false }).first()).toBeVisible();
  await page.getByLabel("Ad account", { exact: true }).fill("12");
  await page.getByRole("button", { name: "Test", exact: true }).click();
  await expect(page.getByText("An account number has ten digits, such as 123-456-7890.")).toBeVisible();
  await expectNoAxeViolations(page);
  await takeScreens(page, "sources-new");
});

test("the page can't say where requests go", async ({ page, db }) => {
  storeId = (await createStore(db, { name: `Nordlicht ${now().getTime()}`, currency: "EUR", zone: "Europe/Berlin" })).id;
  const headers = { origin: process.env.STORECAST_E2E_URL! };
  for (const extra of [{ endpoint: { base: servers.url, token: servers.url } }, { settings: { propertyId: "301000001", endpoint: servers.url } }]) {
    const answer = await page.request.post("/api/v1/sources", { headers, data: { storeId, source: "google-analytics", settings: { propertyId: "301000001" }, ...extra } });
    expect(answer.status(), await answer.text()).toBe(400);
  }
});

test("connected: it comes in by itself; days, totals and runs are there; no secret is in any answer", async ({ page, db }) => {
  test.setTimeout(240_000);
  const { clientId, clientSecret, refreshToken } = credentials.google;
  const access = { clientId, clientSecret, refreshToken };
  const endpoint = { base: servers.url, token: `${servers.url}/token` };
  const store = demoWorld({ today, from }).stores[0]!;
  id = await connect(db, { storeId, source: "google-analytics", settings: { propertyId: store.accounts.ga4Property!, ...access }, endpoint });
  const ads = await connect(db, { storeId, source: "google-ads", settings: { customerId: store.accounts.googleAds!, ...access }, endpoint });
  await page.goto(`/sources?store=${storeId}`);
  await expect(page.getByRole("link", { name: "Google Analytics", exact: true })).toBeVisible();
  await takeScreens(page, "sources-waiting");
  for (const connection of [id, ads]) await page.request.post(`/api/v1/sources/${connection}/run`, { headers: { origin: process.env.STORECAST_E2E_URL! }, data: { from } });
  await expect.poll(async () => (await readConnections(db, [storeId], now())).map((one) => `${one.look} ${one.problem?.message ?? ""}`), { timeout: 180_000 }).toEqual(["complete ", "complete "]);
  await page.reload();
  await expect(page.getByText("Both sources are complete through")).toBeVisible();
  await expect(page.getByRole("img", { name: /^Google Analytics: \d+ days complete/ })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Matched spend" })).toBeVisible();
  await expectNoAxeViolations(page);
  await takeScreens(page, "sources-complete");
  await page.getByRole("link", { name: "Google Analytics", exact: true }).click();
  await expect(page.getByRole("row", { name: /^Visits by source sessions .* equal$/ })).toBeVisible();
  await expect(page.getByLabel("OAuth refresh token")).toHaveValue("");
  await expect(page.getByText(/Set on .* Leave it empty to keep it\./).first()).toBeVisible();
  await expectNoAxeViolations(page);
  await takeScreens(page, "sources-one");
  for (const path of [`/sources/${id}`, "/api/v1/sources", `/api/v1/sources/${id}`, `/api/v1/sources/${id}/runs`]) {
    const text = await (await page.request.get(path)).text();
    for (const secret of [clientSecret, refreshToken]) expect(text).not.toContain(secret);
    if (path.startsWith("/api")) expect(text).not.toContain(servers.url);
  }
});

test("a day told differently is named; a dead credential says what to do, and another try mends it", async ({ page, db }) => {
  test.setTimeout(240_000);
  const day = addDays(today, -2);
  servers.control.editRows({ store: demoWorld({ today, from }).stores[0]!.key, report: "users", day, where: {}, set: { users: 12_345 } });
  await page.goto(`/sources/${id}`);
  await page.getByRole("button", { name: "Bring in now" }).click();
  await expect(page.getByText("Asked. It begins within seconds.")).toBeVisible();
  await expect.poll(async () => (await db.selectFrom("ingest.source_day_change").select("ours_after").where("connection_id", "=", id).where("stream", "=", "users").execute()).map((row) => Number(row.ours_after)), { timeout: 90_000 }).toEqual([12_345]);
  await page.goto(`/sources?day=${day}`);
  await expect(page.getByRole("row", { name: /Google Analytics · Users.* 12,345 / })).toBeVisible();
  await takeScreens(page, "sources-changed");
  servers.control.revoke("google");
  await page.goto(`/sources/${id}`);
  await page.getByRole("button", { name: "Bring in now" }).click();
  await expect.poll(async () => (await readConnections(db, [storeId], now(), id))[0]!.look, { timeout: 90_000 }).toBe("stopped");
  await page.goto(`/sources?store=${storeId}`);
  await expect(page.getByText("Google Analytics: its access has ended")).toBeVisible();
  await expect(page.getByText("Give it access again", { exact: false })).toBeVisible();
  await expectNoAxeViolations(page);
  await takeScreens(page, "sources-stopped");
  servers.control.clear();
  await page.goto(`/sources/${id}`);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect.poll(async () => (await readConnections(db, [storeId], now(), id))[0]!.look, { timeout: 90_000 }).toBe("complete");
});

test("pause, resume, remove: each is in the audit log, and removed is removed with its figures", async ({ page, db }) => {
  await page.goto(`/sources/${id}`);
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText(/^Paused\. What came in through/)).toBeVisible();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  await page.getByRole("button", { name: "Remove" }).click();
  await expectNoAxeViolations(page);
  await expect(async () => {
    await page.getByRole("button", { name: "Remove it with its figures" }).click();
    await expect(page).toHaveURL(/\/sources$/, { timeout: 10_000 });
  }).toPass({ timeout: 90_000 });
  expect(await db.selectFrom("fact.web_traffic_day").select("day").where("connection_id", "=", id).execute()).toEqual([]);
  const said = await db.selectFrom("app.audit").select("action").where("action", "like", "source%").execute();
  expect(said.map((row) => row.action)).toEqual(expect.arrayContaining(["source_asked", "source_paused", "source_resumed", "source_removed"]));
});

test("the demo says on every page that it is simulated, how far it is filled, and goes with one click", async ({ page, db }) => {
  test.setTimeout(240_000);
  await connectDemo(db, servers.url, from);
  await page.goto("/");
  await expect(page.getByText("Demo shop: simulated data.")).toBeVisible();
  await expect(page.getByText(/^The demo shop is being filled: \d+ of \d+ sources/)).toBeVisible();
  await expectNoAxeViolations(page);
  await takeScreens(page, "demo-filling");
  const demo = (await db.selectFrom("ingest.connection").select("store_id").distinct().where("is_demo", "=", true).execute()).map((row) => row.store_id);
  const own = await createStore(db, { name: `Nobody's demo ${Math.random().toString(36).slice(2, 7)}`, currency: "EUR", zone: "Europe/Berlin" });
  await page.goto(`/search?store=${own.id}`);
  await expect(page.getByText("Demo shop: simulated data.")).toHaveCount(0);
  for (const address of ["/search?store=all", `/search?store=${own.id},${demo[0]}`, "/definitions"]) {
    await page.goto(address);
    await expect(page.getByText("Demo shop: simulated data.")).toBeVisible();
  }
  await page.getByRole("button", { name: "Remove the demo" }).click();
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Remove it", exact: true }).click();
  await expect(page.getByText("Demo shop: simulated data.")).toHaveCount(0, { timeout: 120_000 });
  expect(await db.selectFrom("ingest.connection").select("connection_id").where("is_demo", "=", true).execute()).toEqual([]);
  expect((await db.selectFrom("dim.store").select("name").execute()).map((row) => row.name)).not.toContain("Nordlicht Outdoor");
});

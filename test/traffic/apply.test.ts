import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addDays, dayAt, now } from "#lib/core/day.ts";
import { noRules, RuleSet } from "#lib/channels/own-rules.ts";
import type { Store } from "#lib/stores/stores.ts";
import { refreshStore } from "#lib/refresh/refresh.ts";
import { applyRuleSet, catchUp, differenceOf, refreshMoved, waitingDays } from "#lib/traffic/apply.ts";
import { assignOrders } from "#lib/traffic/order-rules.ts";
import { queryOf } from "#lib/traffic/query.ts";
import { checkRules, readRules } from "#lib/traffic/rules.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { storeWith } from "#test/support/ledger.ts";
import { addOrigins, addSessions, addSpend, addTouch, origin } from "#test/support/origins.ts";

let fresh: FreshDatabase;
let store: Store;
const today = dayAt(now(), "Europe/Amsterdam");
const day = (back: number) => addDays(today, -back);
const brand = origin("google", "cpc", "Brand", "Paid Search");
const news = origin("crm", "newsletter");
const direct = origin("(direct)", "(none)", "", "Direct");
const rule = (id: string, channel: string, field: string, op: string, value: string) => ({ id, name: id, channel, conditions: [{ field, op, value }] });
const set = (...rules: object[]) => RuleSet.parse({ rules, sources: [] });

const channels = async () => Object.fromEntries((await sql<{ name: string; channel: string }>`select source || '/' || medium || '/' || told_channel as name, channel from dim.traffic where store_id = ${store.id}`.execute(fresh.db)).rows.map((row) => [row.name, row.channel]));
const orderChannels = async () => Object.fromEntries((await sql<{ order_id: string; channel: string }>`select o.order_id, t.channel from fact.sales_order o join dim.traffic t using (store_id, traffic_id) where store_id = ${store.id}`.execute(fresh.db)).rows.map((row) => [row.order_id, row.channel]));
const campaigns = async () => Object.fromEntries((await sql<{ name: string; channel: string }>`select name, channel from dim.campaign where store_id = ${store.id}`.execute(fresh.db)).rows.map((row) => [row.name, row.channel]));
const dirty = async () => (await sql<{ day: string }>`select day from ingest.dirty_day where store_id = ${store.id} order by day`.execute(fresh.db)).rows.map((row) => row.day);
const apply = async (draft: RuleSet, by = "Mia") => applyRuleSet(fresh.db, draft, (await readRules(fresh.db)).version, by);

beforeAll(async () => {
  fresh = await freshDatabase();
  store = await storeWith(fresh.db, { through: today }, [
    { id: "A", day: day(40), lines: [{ kind: "sale", amount: "100.10" }, { kind: "return", amount: "-20.05", day: day(31) }, { kind: "tax", amount: "19" }] },
    { id: "B", day: day(30), lines: [{ kind: "sale", amount: "50" }] },
    { id: "C", day: day(20), lines: [{ kind: "sale", amount: "70" }] },
    { id: "D", day: day(10), lines: [{ kind: "sale", amount: "5" }] },
    { id: "E", day: day(9), lines: [{ kind: "sale", amount: "11" }] },
    { id: "F", day: day(8), lines: [{ kind: "sale", amount: "12" }] },
  ]);
  const [b, n, d] = await addOrigins(fresh.db, store.id, [brand, news, direct]);
  for (const [on, id, sessions] of [[day(50), b!, 10], [day(49), n!, 4], [day(48), d!, 3], [day(40), b!, 7], [day(400), b!, 1000]] as const) await addSessions(fresh.db, store.id, on, id, sessions);
  await addSpend(fresh.db, store.id, { id: "21", name: "Brand", channel: "Paid Search" }, day(45), "12.34");
  await addSpend(fresh.db, store.id, { id: "22", name: "Generic", channel: "Paid Search" }, day(44), "99");
  await addTouch(fresh.db, store.id, "A", b!);
  await addTouch(fresh.db, store.id, "B", n!);
  await addTouch(fresh.db, store.id, "C", d!, { coupon: "WELCOME,ANNA10", landing: "/hats?ref=anna" });
});
afterAll(() => fresh.drop());

describe("own rules in the database", () => {
  test("are none at first", async () => expect(await readRules(fresh.db)).toEqual({ version: 0, set: noRules, madeBy: null, madeAt: null }));

  const draft = set(rule("brand", "Brand Search", "campaign", "is", "brand"), rule("news", "Email", "medium", "is", "newsletter"), rule("anna", "Creators", "coupon", "is", "anna10"));
  test("show what they would move in the last year, and write nothing", async () => {
    const { moves, currency, unconverted } = await differenceOf(fresh.db, draft);
    expect({ currency, unconverted }).toEqual({ currency: "EUR", unconverted: 0 });
    expect(moves).toEqual([
      { from: "Paid Search", to: "Brand Search", origins: 1, sessions: 17, orders: 1, netSales: "80.05", spend: "12.34", examples: ["google / cpc · Brand"] },
      { from: "Unassigned", to: "Email", origins: 1, sessions: 4, orders: 1, netSales: "50", spend: "0", examples: ["crm / newsletter"] },
      { from: "Direct", to: "Creators", origins: 1, sessions: 0, orders: 1, netSales: "70", spend: "0", examples: ["(direct) / (none)"] },
    ]);
    expect((await readRules(fresh.db)).version).toBe(0);
    expect(await dirty()).toEqual([]);
  });

  test("applied, move all of history and mark exactly the days that moved", async () => {
    const { version, stores } = await apply(draft);
    expect(version).toBe(1);
    expect(stores).toMatchObject([{ storeId: store.id, origins: 2, campaigns: 1, orders: 1 }]);
    // Sessions of both origins, spend of the campaign, orders and refunds from them, the order with the coupon; not the
    // direct sessions, not the other campaign, not order D.
    const expected = [400, 50, 49, 45, 40, 31, 30, 20].map(day);
    expect(stores[0]!.days).toEqual(expected);
    expect(await dirty()).toEqual(expected);
    expect(await orderChannels()).toEqual({ A: "Brand Search", B: "Email", C: "Creators" });
    expect(await channels()).toMatchObject({ "google/cpc/Paid Search": "Brand Search", "crm/newsletter/": "Email", "(direct)/(none)/Direct": "Direct", "(direct)/(none)/own:anna": "Creators" });
    expect(await campaigns()).toEqual({ Brand: "Brand Search", Generic: "Paid Search" });
    expect(await readRules(fresh.db)).toMatchObject({ version: 1, set: draft, madeBy: "Mia" });
  });

  test("followed by a refresh leave no day waiting; applied again they change nothing", async () => {
    const standing = await applyRuleSet(fresh.db, draft, 1, "Mia");
    expect(standing).toEqual({ version: 1, stores: [] });
    await refreshMoved(fresh.db, [{ storeId: store.id, origins: 0, campaigns: 0, orders: 0, days: [day(40)] }]);
    expect(await waitingDays(fresh.db)).toBe(0);
    await sql`insert into ingest.dirty_day (store_id, day, reason) values (${store.id}, ${day(1)}::date, 'orders')`.execute(fresh.db);
    expect(await waitingDays(fresh.db)).toBe(0);
    await sql`delete from ingest.dirty_day`.execute(fresh.db);
    expect(await refreshStore(fresh.db, store.id)).toBeNull();
  });

  test("renamed move the orders with them; a touch stays as it was told", async () => {
    const { stores } = await apply(set(draft.rules[0]!, draft.rules[1]!, { ...draft.rules[2]!, channel: "Influencers" }));
    expect(stores[0]).toMatchObject({ origins: 1, orders: 0, days: [day(20)] });
    expect(await orderChannels()).toMatchObject({ C: "Influencers" });
    expect((await sql`select t.told_channel from fact.order_touch p join dim.traffic t using (store_id, traffic_id) where store_id = ${store.id} and order_id = 'C'`.execute(fresh.db)).rows).toEqual([{ told_channel: "Direct" }]);
  });

  test("an order that is written after is judged by them too", async () => {
    const [id] = await addOrigins(fresh.db, store.id, [origin("blog.example", "referral")]);
    await addTouch(fresh.db, store.id, "D", id!, { coupon: "Anna10" });
    const standing = (await readRules(fresh.db)).set;
    expect(await assignOrders(queryOf(fresh.db), store.id, standing, ["D"])).toEqual(["D"]);
    expect(await orderChannels()).toMatchObject({ D: "Influencers" });
    expect(await assignOrders(queryOf(fresh.db), store.id, standing, ["D"])).toEqual([]);
  });

  test("taken away, everything stands as it did before them", async () => {
    const { stores } = await apply(noRules);
    expect(stores[0]!.orders).toBe(2);
    expect(await orderChannels()).toEqual({ A: "Paid Search", B: "Unassigned", C: "Direct", D: "Referral" });
    expect(await channels()).toMatchObject({ "google/cpc/Paid Search": "Paid Search", "crm/newsletter/": "Unassigned" });
    expect(await campaigns()).toEqual({ Brand: "Paid Search", Generic: "Paid Search" });
  });

  test("own sources count as the rest: a finder listed as a search engine is Organic Search", async () => {
    await apply(RuleSet.parse({ rules: [], sources: [{ source: "blog.example", kind: "search" }] }));
    expect(await orderChannels()).toMatchObject({ D: "Organic Search" });
  });
});

describe("two at once", () => {
  test("who saw an older version is told, and nothing is written", async () => {
    const { version } = await readRules(fresh.db);
    await expect(applyRuleSet(fresh.db, noRules, version - 1, "Tom")).rejects.toMatchObject({ kind: "conflict", code: "channels.changed_meanwhile" });
    expect((await readRules(fresh.db)).version).toBe(version);
  });
  test("a batch of orders that is being written is waited for; who holds on for longer makes them say so", async () => {
    let done: (() => void) | undefined;
    const batch = fresh.db.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(hashtext('storecast.import'), ${store.id}::int)`.execute(trx);
      await new Promise<void>((resolve) => { done = resolve; });
    });
    while (!done) await new Promise((resolve) => setTimeout(resolve, 10));
    const applied = apply(set(rule("wait", "Waited", "medium", "is", "newsletter")));
    setTimeout(done, 300);
    expect((await applied).stores[0]!.origins).toBeGreaterThan(0);
    await batch;
    await fresh.db.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(hashtext('storecast.import'), ${store.id}::int)`.execute(trx);
      await expect(applyRuleSet(fresh.db, noRules, (await readRules(fresh.db)).version, "Mia", "100ms")).rejects.toMatchObject({ kind: "conflict", code: "channels.busy" });
    });
  });
  test("a run that wrote origins under older rules catches up", async () => {
    const { version } = await readRules(fresh.db);
    await apply(set(rule("news", "Newsletter", "medium", "is", "newsletter")));
    const [id] = await addOrigins(fresh.db, store.id, [origin("erp", "newsletter", "late", "Unassigned")]);
    await addSessions(fresh.db, store.id, day(5), id!, 9);
    await sql`delete from ingest.dirty_day`.execute(fresh.db);
    expect(await catchUp(fresh.db, store.id, version + 1)).toBeNull();
    expect(await catchUp(fresh.db, store.id, version)).toMatchObject({ origins: 1, days: [day(5)] });
    expect(await dirty()).toEqual([day(5)]);
  });
});

describe("an order whose tags name a campaign of an ad account", () => {
  const tags = (source: string, medium: string, campaignId: string) => ({ ...origin(source, medium), campaignId });
  test("stands where the account says its clicks land, as soon as the account is known; a mail with the same id doesn't", async () => {
    await apply(noRules);
    const [bought, mail] = await addOrigins(fresh.db, store.id, [tags("google", "cpc", "31"), tags("klaviyo", "email", "31")]);
    await addTouch(fresh.db, store.id, "E", bought!);
    await addTouch(fresh.db, store.id, "F", mail!);
    const { version } = await readRules(fresh.db);
    expect(await catchUp(fresh.db, store.id, version)).toBeNull();
    expect(await orderChannels()).toMatchObject({ E: "Paid Search", F: "Email" });
    await addSpend(fresh.db, store.id, { id: "31", name: "Everything", channel: "Cross-network" }, day(3), "7");
    expect(await catchUp(fresh.db, store.id, version)).toMatchObject({ origins: 1, days: [day(9)] });
    expect(await orderChannels()).toMatchObject({ E: "Cross-network", F: "Email" });
    expect(await catchUp(fresh.db, store.id, version)).toBeNull();
  });
  test("is moved by a rule on that channel, with its spend", async () => {
    const draft = set(rule("pmax", "Performance Max", "channel", "is", "cross-network"));
    expect((await differenceOf(fresh.db, draft)).moves).toEqual([{ from: "Cross-network", to: "Performance Max", origins: 1, sessions: 0, orders: 1, netSales: "11", spend: "7", examples: ["google / cpc", "google / cpc · Everything"] }]);
    expect((await apply(draft)).stores[0]).toMatchObject({ origins: 1, campaigns: 1, days: [day(9), day(3)] });
    expect(await orderChannels()).toMatchObject({ E: "Performance Max" });
  });
});

test("what can't be used names the rule by its place and says why", () => {
  expect(() => checkRules({ rules: [rule("a", "A", "source", "is", "x"), rule("b", "B", "source", "matches", "[")], sources: [] })).toThrow("Rule 2: This pattern can't be used: missing closing ]");
  expect(() => checkRules({ rules: [], sources: [{ source: "a b", kind: "ai" }] })).toThrow("Source 1: Write a name or a host");
  expect(() => checkRules("nonsense")).toThrow("The rules can't be used");
});

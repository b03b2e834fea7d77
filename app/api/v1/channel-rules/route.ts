// The shop's own channel rules. GET: those that stand, and how many days still wait for their figures. POST: applies
// others to all of history; answers when channels are moved, the figures follow within minutes.
import { z } from "zod";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { database } from "#lib/database.ts";
import { applyRuleSet, refreshMoved, waitingDays } from "#lib/traffic/apply.ts";
import { checkRules, readRules } from "#lib/traffic/rules.ts";

export const dynamic = "force-dynamic";

export const GET = route({
  resource: "channel_rules",
  action: "read",
  out: z.object({ version: z.number(), set: z.object({ rules: z.array(z.unknown()), sources: z.array(z.unknown()) }), madeBy: z.string().nullable(), madeAt: z.string().nullable(), waitingDays: z.number() }),
  handler: async () => ({ ...(await readRules(database())), waitingDays: await waitingDays(database()) }),
});

export const POST = route({
  resource: "channel_rules",
  action: "write",
  body: z.strictObject({ base: z.int().min(0), set: z.unknown() }),
  maxBytes: 1_000_000,
  out: z.object({ version: z.number(), origins: z.number(), campaigns: z.number(), orders: z.number(), days: z.number() }),
  handler: async ({ actor, body }) => {
    const db = database();
    const set = checkRules(body.set);
    const { version, stores } = await applyRuleSet(db, set, body.base, actor.name);
    const sum = (part: (one: (typeof stores)[number]) => number) => stores.reduce((total, one) => total + part(one), 0);
    const moved = { origins: sum((one) => one.origins), campaigns: sum((one) => one.campaigns), orders: sum((one) => one.orders), days: sum((one) => one.days.length) };
    if (version !== body.base) await audit(db, actor, "channel_rules_changed", `version ${version}`, { rules: set.rules.length, sources: set.sources.length, days: moved.days });
    void refreshMoved(db, stores);
    return { version, ...moved };
  },
});

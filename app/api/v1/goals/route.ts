// GET: goals that stand. POST: sets goals of one metric, several periods at once; amount null takes one away.
import { z } from "zod";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { assertSees, seenOf } from "#lib/access/sees.ts";
import { addDays } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import type { Goal } from "#lib/plan/goal.ts";
import { listGoals, saveGoal } from "#lib/plan/goals.ts";
import { DayText, GoalBody, GoalShape } from "#lib/plan/shapes.ts";
import { listStores, readStore } from "#lib/stores/stores.ts";

export const dynamic = "force-dynamic";
const told = ({ period, madeAt, ...goal }: Goal) => ({ ...goal, from: period.from, to: period.to, madeAt: madeAt.toISOString() });

export const GET = route({
  resource: "goals",
  action: "read",
  query: z.strictObject({ store: z.coerce.number().int().positive().optional(), from: DayText, through: DayText }),
  out: z.object({ goals: z.array(GoalShape) }),
  handler: async ({ actor, query: { store, from, through } }) => {
    if (store !== undefined) assertSees(actor, store);
    const ids = store !== undefined ? [store] : seenOf(actor, await listStores(database())).map(({ id }) => id);
    return { goals: (await listGoals(database(), ids, { from, to: addDays(through, 1) })).map(told) };
  },
});

export const POST = route({
  resource: "goals",
  action: "write",
  body: GoalBody,
  out: z.object({ goals: z.array(GoalShape) }),
  handler: async ({ actor, body }) => {
    assertSees(actor, body.storeId);
    const store = await readStore(database(), body.storeId);
    return database().transaction().execute(async (trx) => {
      const goals: Goal[] = [];
      for (const { from, through, amount } of body.goals) {
        const period = { from, to: addDays(through, 1) };
        const done = await saveGoal(trx, { storeId: store.id, metric: body.metric, period, amount }, actor.name);
        if (done.now) goals.push(done.now);
        if (done.before?.id === done.now?.id) continue;
        await audit(trx, actor, done.now ? "goal_set" : "goal_removed", body.metric, { store: store.name, from, to: through, before: done.before?.amount ?? null, after: done.now?.amount ?? null });
      }
      return { goals: goals.map(told) };
    });
  },
});

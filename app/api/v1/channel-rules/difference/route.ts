// POST: what these rules would move between channels, weighed by the last year. Writes nothing.
import { z } from "zod";
import { route } from "#lib/access/route.ts";
import { database } from "#lib/database.ts";
import { differenceOf } from "#lib/traffic/apply.ts";
import { checkRules } from "#lib/traffic/rules.ts";

const Move = z.object({ from: z.string(), to: z.string(), origins: z.number(), sessions: z.number(), orders: z.number(), netSales: z.string(), spend: z.string(), examples: z.array(z.string()) });

export const POST = route({
  resource: "channel_rules",
  action: "write",
  body: z.strictObject({ set: z.unknown() }),
  maxBytes: 1_000_000,
  out: z.object({ moves: z.array(Move), currency: z.string(), unconverted: z.number() }),
  handler: ({ actor, body }) => differenceOf(database(), checkRules(body.set), actor.stores),
});

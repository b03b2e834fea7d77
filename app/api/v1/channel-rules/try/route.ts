// POST: which channel one origin would get under these rules, and which rule says so. Reads and writes no data.
import { z } from "zod";
import { route } from "#lib/access/route.ts";
import { hostOf } from "#lib/channels/derive-order.ts";
import { judge } from "#lib/channels/own-rules.ts";
import { checkRules } from "#lib/traffic/rules.ts";

const Text = z.string().max(500);

export const POST = route({
  resource: "channel_rules",
  action: "write",
  body: z.strictObject({ set: z.unknown(), origin: z.strictObject({ source: Text, medium: Text, campaign: Text, campaignId: Text, toldChannel: Text, landingPage: Text, referrer: Text, coupon: Text }) }),
  maxBytes: 1_000_000,
  out: z.object({ channel: z.string(), rule: z.string(), name: z.string().nullable() }),
  handler: ({ body: { set, origin } }) => {
    const checked = checkRules(set);
    const hasVisit = origin.landingPage !== "" || origin.referrer !== "" || origin.coupon !== "";
    const { channel, rule } = judge(checked)(origin, hasVisit ? { landingPage: origin.landingPage, referrerHost: hostOf(origin.referrer), coupons: origin.coupon.split(",") } : null);
    return { channel, rule, name: checked.rules.find(({ id }) => rule === `own:${id}`)?.name ?? null };
  },
});

// GET: the holidays that a store could go by, and those that it does. POST: which ones it goes by from now on.
import { z } from "zod";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { assertSees } from "#lib/access/sees.ts";
import { dayAt, now } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { countries, holidaysOf, regions, suggested } from "#lib/plan/holidays.ts";
import { HolidayShape } from "#lib/plan/shapes.ts";
import { countryOfZone, readHolidayChoice, saveHolidayChoice } from "#lib/plan/store-holidays.ts";
import { readStore } from "#lib/stores/stores.ts";

export const dynamic = "force-dynamic";
const Country = z.string().regex(/^[A-Z]{2}$/);
const Region = z.string().max(8);

export const GET = route({
  resource: "calendar",
  action: "read",
  query: z.strictObject({ store: z.coerce.number().int().positive(), country: Country.optional(), region: Region.optional() }),
  out: z.object({
    country: z.string().nullable(), region: z.string(), regions: z.array(z.object({ code: z.string(), name: z.string() })),
    /** This year's days. */
    holidays: z.array(HolidayShape), chosen: z.array(z.string()),
    /** False where nobody has chosen yet: `chosen` is then a proposal. */
    isSaved: z.boolean(),
  }),
  handler: async ({ actor, query }) => {
    assertSees(actor, query.store);
    const store = await readStore(database(), query.store);
    const saved = await readHolidayChoice(database(), store.id);
    const country = query.country ?? saved?.country ?? countryOfZone(store.zone, (await countries("en")).map(({ code }) => code));
    if (country === null) return { country, region: "", regions: [], holidays: [], chosen: [], isSaved: false };
    const region = query.region ?? (query.country === undefined || query.country === saved?.country ? (saved?.region ?? "") : "");
    const holidays = await holidaysOf(country, region, Number(dayAt(now(), store.zone).slice(0, 4)));
    const isSaved = saved !== null && saved.country === country && saved.region === region;
    return { country, region, regions: await regions(country), holidays, chosen: isSaved ? saved.chosen : suggested(holidays), isSaved };
  },
});

export const POST = route({
  resource: "calendar",
  action: "write",
  body: z.strictObject({ storeId: z.number().int().positive(), country: Country, region: Region, chosen: z.array(z.string().max(120)).max(200) }),
  out: z.object({ chosen: z.array(z.string()) }),
  handler: async ({ actor, body }) => {
    assertSees(actor, body.storeId);
    const store = await readStore(database(), body.storeId);
    return database().transaction().execute(async (trx) => {
      const kept = await saveHolidayChoice(trx, body, actor.name);
      await audit(trx, actor, "holidays_changed", store.name, { country: kept.country, region: kept.region, holidays: kept.chosen.length });
      return { chosen: kept.chosen };
    });
  },
});

// Page speed as Google's field data and a lab run tell it.
import type { LabRecord, VitalsRow } from "#lib/demo/records.ts";
import { partsOf } from "#lib/demo/world/calendar.ts";
import { dayText, type Clock } from "#lib/demo/world/clock.ts";
import { chance, name } from "#lib/demo/world/draws.ts";
import type { Shop } from "#lib/demo/world/shop.ts";
import { USUAL_LCP, type Speed } from "#lib/demo/world/speed.ts";

const LAB = name("lab");
/** Field data looks back so many days and comes two days late. */
const PERIOD = 28;
const LATE_HOURS = 52;

export interface Vitals {
  weeks(from: number, to: number, now: Date): VitalsRow[];
  lab(url: string, strategy: "mobile" | "desktop", now: Date): LabRecord;
}

export function makeVitals(shop: Shop, clock: Clock, speed: Speed): Vitals {
  return {
    weeks(from, to, now) {
      const rows: VitalsRow[] = [];
      // Google's weekly periods end on Saturdays.
      for (let end = Math.max(from, 0); end < to; end++) {
        if (partsOf(end).weekday !== 6) continue;
        if (clock.hoursSince(end, now) < LATE_HOURS) break;
        let lcp = 0;
        for (let back = 0; back < PERIOD; back++) lcp += speed.lcp(end - back) / PERIOD;
        for (const formFactor of ["PHONE", "DESKTOP"] as const) {
          const factor = formFactor === "PHONE" ? 1 : 0.71;
          const slow = Math.max(0, lcp - USUAL_LCP) / 1000;
          rows.push({
            periodFrom: dayText(end - PERIOD + 1), periodEnd: dayText(end), formFactor, lcp: Math.round(lcp * factor), inp: Math.round((formFactor === "PHONE" ? 172 : 96) + 34 * slow),
            cls: (0.06 + 0.012 * slow).toFixed(2), ttfb: Math.round((610 + 240 * slow) * factor),
          });
        }
      }
      return rows;
    },
    lab(url, strategy, now) {
      const second = Math.floor(now.getTime() / 1000);
      const luck = chance(shop.salt, LAB, name(`${strategy} ${url}`), second);
      const factor = (strategy === "mobile" ? 1.45 : 0.6) * (0.93 + 0.14 * luck);
      const lcp = Math.round(speed.lcp(clock.dayOf(now)) * factor);
      const tbt = Math.round((strategy === "mobile" ? 310 : 70) * (0.8 + 0.4 * luck));
      return {
        at: now, lcp, tbt, fcp: Math.round(lcp * 0.52), cls: Number((0.03 + 0.04 * luck).toFixed(3)), speedIndex: Math.round(lcp * 0.94),
        score: Number(Math.min(0.99, Math.max(0.05, 1.12 - lcp / 9000 - tbt / 2600)).toFixed(2)),
      };
    },
  };
}

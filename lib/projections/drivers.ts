// Why sales will be what they will be: visits × conversion × order value, each with its own range, and what each of
// them adds to or takes from the same days of last year.
import type { Database } from "#db/client.ts";
import { addDays, addMonths, monthStart, type Day } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import { sumKnown } from "#lib/projections/actual.ts";
import { emptyShelf } from "#lib/projections/joined.ts";
import { figureOf, look, totalOf, type Ask, type Figure, type PeriodTotal } from "#lib/projections/read.ts";
import type { Visible } from "#lib/projections/stores-asked.ts";
import type { ProjectedMetric } from "#lib/projections/targets.ts";

export const driverMetrics = ["sessions", "conversion_rate", "aov"] as const;
export type DriverMetric = (typeof driverMetrics)[number];

export interface Driver {
  metric: ProjectedMetric;
  total: PeriodTotal;
  /** The same period a year before; null when not all of it is known. */
  lastYear: number | null;
}

export interface DriversAnswer {
  currency: string;
  netSales: Driver;
  orders: Driver | null;
  /** Visits, conversion, order value; those that have no data are left out. */
  drivers: Driver[];
  lastYearPeriod: Period;
  /** What each driver adds to last year's net sales, together the difference exactly; null without last year or a driver. */
  contributions: Record<DriverMetric, number> | null;
}

/** Null when net sales aren't projected. */
export async function readDrivers(db: Database, visible: Visible, ask: Pick<Ask, "store" | "period">, now: Date): Promise<DriversAnswer | null> {
  const before = yearBefore(ask.period);
  const around = { from: before.from < ask.period.from ? before.from : ask.period.from, to: ask.period.to };
  const shelf = emptyShelf();
  const found = await look(db, visible, { metric: "net_sales", store: ask.store }, now, around, shelf);
  if (!found) return null;
  const told = (metric: ProjectedMetric, figure: Figure | null): Driver | null => {
    const total = figure && totalOf(figure, ask.period);
    return total && { metric, total, lastYear: came(figure!, before) };
  };
  const read = async (metric: ProjectedMetric) => told(metric, await figureOf(db, found.runs, metric, found.money, around, now, null, shelf));
  const net = told("net_sales", found.figure);
  const [orders, sessions, rate, aov] = [await read("orders"), await read("sessions"), await read("conversion_rate"), await read("aov")];
  if (!net) return null;
  const drivers = [sessions, rate, aov].filter((one) => one !== null);
  return { currency: found.money.currency, netSales: net, orders, drivers, lastYearPeriod: before, contributions: contributions(net, drivers) };
}

/** Whole months meet the same months, other days the same weekdays 52 weeks before. */
function yearBefore({ from, to }: Period): Period {
  const isMonths = monthStart(from) === from && monthStart(to) === to;
  return isMonths ? { from: addMonths(from, -12), to: addMonths(to, -12) } : { from: addDays(from, -364), to: addDays(to, -364) };
}

function came(figure: Figure, { from, to }: Period): number | null {
  const whole = (actual: Figure["actual"]): number | null => {
    const { sum, days } = sumKnown(actual, from, to);
    return days === daysOf(from, to) ? sum : null;
  };
  if (!figure.halves) return whole(figure.actual);
  const [top, bottom] = [whole(figure.halves.top.actual), whole(figure.halves.bottom.actual)];
  return top === null || !bottom ? null : top / bottom;
}

function daysOf(from: Day, to: Day): number {
  let count = 0;
  for (let day = from; day < to; day = addDays(day, 1)) count++;
  return count;
}

/**
 * Shares of a product's change by logarithms (LMDI; Ang, Energy Policy 32, 2004): with L the logarithmic mean of both
 * years' sales a driver adds L × ln(now ÷ then), and the parts sum to the difference. What the three don't explain
 * (they are read at their middles) is spread by the size of each part.
 */
function contributions(net: Driver, drivers: readonly Driver[]): Record<DriverMetric, number> | null {
  const [now, then] = [net.total.p50, net.lastYear];
  const own = driverMetrics.map((metric) => drivers.find((driver) => driver.metric === metric));
  if (then === null || then <= 0 || now <= 0 || own.some((one) => !one || one.lastYear === null || one.lastYear <= 0 || one.total.p50 <= 0)) return null;
  const mean = now === then ? now : (now - then) / Math.log(now / then);
  const parts = own.map((one) => mean * Math.log(one!.total.p50 / one!.lastYear!));
  const gap = now - then - parts.reduce((sum, part) => sum + part, 0);
  const size = parts.reduce((sum, part) => sum + Math.abs(part), 0);
  const whole = parts.map((part) => part + (size > 0 ? (gap * Math.abs(part)) / size : gap / parts.length));
  return { sessions: whole[0]!, conversion_rate: whole[1]!, aov: whole[2]! };
}

// Counts and sums while a file is read: what the preview shows, and how busy each day was.
import type { Day } from "#lib/core/day.ts";
import { formatMicros, type Micros } from "#lib/imports/decimal.ts";
import type { DayLoad } from "#lib/imports/last-day.ts";
import type { Line } from "#lib/imports/preset.ts";

export interface KindSum {
  currency: string;
  kind: string;
  lines: number;
  sum: string;
}

export class Tally {
  readonly days = new Map<Day, DayLoad>();
  private readonly sums = new Map<string, { lines: number; sum: Micros }>();
  private zeroRows = 0;

  add(line: Line): void {
    const local = line.when.local;
    const day = local.slice(0, 10);
    const minute = Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16));
    const load = this.days.get(day);
    if (load === undefined) this.days.set(day, { lines: 1, lastMinute: minute });
    else {
      load.lines++;
      if (minute > load.lastMinute) load.lastMinute = minute;
    }
    if (line.kind === null) {
      this.zeroRows++;
      return;
    }
    const key = `${line.currency} ${line.kind}`;
    const known = this.sums.get(key);
    if (known === undefined) this.sums.set(key, { lines: 1, sum: line.amount });
    else {
      known.lines++;
      known.sum += line.amount;
    }
  }

  /** Rows that move no money. */
  get zeros(): number {
    return this.zeroRows;
  }

  kinds(): KindSum[] {
    return [...this.sums].sort(([a], [b]) => a.localeCompare(b)).map(([key, { lines, sum }]) => {
      const [currency, kind] = key.split(" ") as [string, string];
      return { currency, kind, lines, sum: formatMicros(sum) };
    });
  }

  span(): { firstDay: Day; lastDay: Day } | null {
    const days = [...this.days.keys()].sort();
    return days.length === 0 ? null : { firstDay: days[0]!, lastDay: days[days.length - 1]! };
  }
}

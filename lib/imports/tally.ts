// Counts and sums while a file is read: what the preview shows, and how busy each day was.
import type { Day } from "#lib/core/day.ts";
import { formatMicros, type Micros } from "#lib/core/decimal.ts";
import type { DayLoad } from "#lib/imports/last-day.ts";
import type { Line } from "#lib/imports/preset.ts";
import type { EventKind } from "#lib/imports/settings.ts";
import type { When } from "#lib/core/when.ts";

export interface KindSum {
  currency: string;
  kind: string;
  lines: number;
  sum: string;
}

export class Tally {
  readonly days = new Map<Day, DayLoad>();
  private readonly sums = new Map<string, Map<EventKind, { lines: number; sum: Micros }>>();
  private when: When | undefined;
  private load: DayLoad | undefined;
  private zeroRows = 0;

  add(line: Line): void {
    if (line.when !== this.when) this.turnTo(line.when);
    this.load!.lines++;
    if (line.kind === null) {
      this.zeroRows++;
      return;
    }
    let kinds = this.sums.get(line.currency);
    if (kinds === undefined) this.sums.set(line.currency, (kinds = new Map()));
    const known = kinds.get(line.kind);
    if (known === undefined) kinds.set(line.kind, { lines: 1, sum: line.amount });
    else {
      known.lines++;
      known.sum += line.amount;
    }
  }

  private turnTo(when: When): void {
    this.when = when;
    const day = when.local.slice(0, 10);
    const minute = Number(when.local.slice(11, 13)) * 60 + Number(when.local.slice(14, 16));
    this.load = this.days.get(day);
    if (this.load === undefined) this.days.set(day, (this.load = { lines: 0, lastMinute: minute }));
    else if (minute > this.load.lastMinute) this.load.lastMinute = minute;
  }

  /** Rows that move no money. */
  get zeros(): number {
    return this.zeroRows;
  }

  kinds(): KindSum[] {
    return [...this.sums].flatMap(([currency, kinds]) => [...kinds].map(([kind, { lines, sum }]) => ({ currency, kind, lines, sum: formatMicros(sum) })))
      .sort((a, b) => a.currency.localeCompare(b.currency) || a.kind.localeCompare(b.kind));
  }

  span(): { firstDay: Day; lastDay: Day } | null {
    const days = [...this.days.keys()].sort();
    return days.length === 0 ? null : { firstDay: days[0]!, lastDay: days[days.length - 1]! };
  }
}

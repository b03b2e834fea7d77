// Google Analytics' traffic acquisition as exported: notes behind "#" above the table, and the range in them.
import type { Day } from "#lib/core/day.ts";
import { add } from "#lib/core/money.ts";
import { webTraffic, type WebTraffic } from "#lib/facts/web.ts";
import { refuse, type FilePreset } from "#lib/sources/files/preset.ts";
import { cellOf, markOf, openTable, orderOf, readAmount, readCount, readDay, readLines, requireColumns, spanOf, type Columns, type Table } from "#lib/sources/files/table.ts";

const columns: Columns = {
  day: ["date"], channel: [/^session (primary|default) channel group/i], sourceMedium: ["session source / medium"], source: ["session source"], medium: ["session medium"], campaign: ["session campaign"],
  sessions: ["sessions"], engagedSessions: ["engaged sessions"], newUsers: ["new users"], views: ["views"], carts: ["add to carts"], checkouts: ["checkouts"], purchases: ["ecommerce purchases", "purchases"],
  revenue: ["purchase revenue"], keyEvents: ["key events"],
};
const needed = { engagedSessions: "Engaged sessions", newUsers: "New users", views: "Views", carts: "Add to carts", checkouts: "Checkouts", purchases: "Ecommerce purchases", revenue: "Purchase revenue", keyEvents: "Key events" };
const told = (cell: string) => (cell === "(not set)" ? "" : cell);

export const ga4TrafficFile: FilePreset = {
  id: "ga4-traffic",
  label: "Google Analytics: traffic by day",
  help: "In Google Analytics open Explore, Free form, with the rows Date, Session default channel group, Session source / medium and Session campaign, and the values Sessions, Engaged sessions, New users, Views, Add to carts, Checkouts, Ecommerce purchases, Purchase revenue and Key events. Export as CSV.",
  signature: ["sessions", "engaged sessions"],
  read(records, about) {
    const table = openTable(records, this.signature, columns);
    const onlyDay = table.columns.has("day") ? null : oneDay(table);
    // What isn't in the file is unknown, and would count as none: nobody buys, nobody puts in the basket.
    requireColumns(table, { channel: "Session default channel group", ...needed }, "Add them in Google Analytics before you export: in Explore under Values, in a report with Customise report, Metrics.");
    const mark = markOf(table, ["sessions", ...Object.keys(needed)], about);
    const order = onlyDay ? null : orderOf(table, "day", about);
    // A second block of the same file (by "Nth day") and the line of totals name no channel.
    const lines = table.lines.filter((line) => cellOf(table, line, "channel") !== "" && !line.cells.includes("Grand total"));
    const { rows, rejects } = readLines({ ...table, lines }, (line): WebTraffic => {
      const [source = "", medium = ""] = table.columns.has("sourceMedium") ? cellOf(table, line, "sourceMedium").split(" / ") : [cellOf(table, line, "source"), cellOf(table, line, "medium")];
      const campaign = told(cellOf(table, line, "campaign"));
      return {
        day: onlyDay ?? readDay(table, line, "day", order), source: told(source), medium: told(medium), campaignId: "", campaign: /^\((direct|organic|referral)\)$/.test(campaign) ? "" : campaign, toldChannel: told(cellOf(table, line, "channel")),
        sessions: readCount(table, line, "sessions", mark), engagedSessions: readCount(table, line, "engagedSessions", mark), newUsers: readCount(table, line, "newUsers", mark), views: readCount(table, line, "views", mark),
        carts: readCount(table, line, "carts", mark), checkouts: readCount(table, line, "checkouts", mark), purchases: readCount(table, line, "purchases", mark),
        revenue: readAmount(table, line, "revenue", mark), currency: about.currency, keyEvents: readAmount(table, line, "keyEvents", mark),
      };
    });
    return { preset: this.id, fact: webTraffic, rows: addUp(rows), read: lines.length, rejects, span: spanOf(rows), told: null };
  },
};

/** The day of an export without a column of days: its notes must name one day alone. */
function oneDay(table: Table): Day {
  const notes = table.above.map((record) => record.join(",")).join("\n");
  const [from, to] = ["Start", "End"].map((which) => new RegExp(`${which} date: *(\\d{4})(\\d{2})(\\d{2})`).exec(notes)?.slice(1).join("-"));
  if (!from || from !== to) refuse("no_day", "This export adds all days up. Add Date as a row in Explore, or export a single day.", { where: "Explore, Rows, Date" });
  return from;
}

/** Lines that name the same visits' origin are one row. */
function addUp(rows: readonly WebTraffic[]): WebTraffic[] {
  const all = new Map<string, WebTraffic>();
  for (const row of rows) {
    const key = [row.day, row.source, row.medium, row.campaign, row.toldChannel].join("\u0001");
    const before = all.get(key);
    all.set(key, before ? {
      ...before, sessions: before.sessions + row.sessions, engagedSessions: before.engagedSessions + row.engagedSessions, newUsers: before.newUsers + row.newUsers, views: before.views + row.views,
      carts: before.carts + row.carts, checkouts: before.checkouts + row.checkouts, purchases: before.purchases + row.purchases, revenue: add(before.revenue, row.revenue), keyEvents: add(before.keyEvents, row.keyEvents),
    } : row);
  }
  return [...all.values()];
}

// Google Ads' campaign report as downloaded: two lines above the header, lines of totals at the end, " --" for
// nothing. The columns are named in the language of whoever downloads: English and German are known.
import { adDay, type AdDay } from "#lib/facts/ads.ts";
import { channelOf } from "#lib/sources/google/ads-channels.ts";
import { adDayOf, addUpAds } from "#lib/sources/files/ad-rows.ts";
import { refuse, type FilePreset } from "#lib/sources/files/preset.ts";
import { cellOf, markOf, openTable, orderOf, readAmount, readCount, readCurrency, readDay, readLines, readText, requireColumns, spanOf, totalOf, type Columns } from "#lib/sources/files/table.ts";

const columns: Columns = {
  day: ["day", "tag"], campaign: ["campaign", "kampagne"], campaignId: ["campaign id", "kampagnen-id"], status: ["campaign status", "kampagnenstatus", "status der kampagne"],
  kind: ["campaign type", "kampagnentyp"], currency: ["currency code", "währungscode", "currency"], impressions: ["impr.", "impressions", "impressionen"], clicks: ["clicks", "klicks"],
  cost: ["cost", "kosten"], conversions: ["conversions"], value: ["conv. value", "conv.-wert", "conversion value"],
};
const kinds: Record<string, string> = { suche: "SEARCH", suchnetzwerk: "SEARCH", displaynetzwerk: "DISPLAY", "demand gen": "DEMAND_GEN" };
const kindOf = (cell: string) => kinds[cell.toLowerCase()] ?? cell.toUpperCase().replace(/[ -]+/g, "_");

/** "Total: Campaigns": a campaign's own name has no colon there. */
const total = /^(total|gesamt|insgesamt)\s*:/i;
const accountTotal = /^(total|gesamt|insgesamt)\s*:.*(account|konto)/i;
const figures = ["impressions", "clicks", "cost", "conversions", "value"];

export const googleAdsFile: FilePreset = {
  id: "google-ads",
  label: "Google Ads: campaigns by day",
  help: "In Google Ads open Campaigns, choose Segment, Time, Day, add the columns Campaign ID, Campaign type and Conv. value, and download as .csv.",
  signature: ["campaign", "cost", "clicks"],
  read(records, about) {
    const german = records.some((record) => record.some((cell) => cell.trim().toLowerCase() === "kampagne"));
    const table = openTable(records, german ? ["kampagne", "kosten", "klicks"] : this.signature, columns);
    if (!table.columns.has("day")) refuse("no_day", "This report adds all days up. In Google Ads choose Segment, Time, Day before you download.", { where: "Segment, Time, Day" });
    requireColumns(table, { impressions: "Impr.", conversions: "Conversions", value: "Conv. value" }, "Add them with Columns, Modify columns, before you download.");
    const isTotal = (cells: readonly string[]) => cells.slice(0, 2).some((cell) => total.test(cell));
    const mark = markOf(table, figures, about);
    const order = orderOf({ ...table, lines: table.lines.filter((line) => !isTotal(line.cells)) }, "day", about);
    const last = table.lines.find((line) => line.cells.slice(0, 2).some((cell) => accountTotal.test(cell)));
    const told = last ? totalOf(table, last, "cost", mark) : null;
    const lines = table.lines.filter((line) => !isTotal(line.cells));
    const { rows, rejects } = readLines({ ...table, lines }, (line): AdDay => {
      const name = readText(table, line, "campaign");
      const kind = kindOf(cellOf(table, line, "kind"));
      return adDayOf({
        day: readDay(table, line, "day", order),
        campaign: { platform: "google_ads", accountId: about.accountId, campaignId: cellOf(table, line, "campaignId") || name, name, status: cellOf(table, line, "status").toLowerCase(), kind, channel: channelOf(kind) },
        impressions: readCount(table, line, "impressions", mark), clicks: readCount(table, line, "clicks", mark), spend: readAmount(table, line, "cost", mark),
        currency: readCurrency(table, line, "currency", about.currency), conversions: readAmount(table, line, "conversions", mark, "0"), conversionsValue: readAmount(table, line, "value", mark, "0"),
      });
    });
    return { preset: this.id, fact: adDay, rows: addUpAds(rows), read: lines.length, rejects, span: spanOf(rows), told };
  },
};

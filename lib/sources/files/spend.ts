// Spend from anywhere else: an agency's sheet, influencers, a platform without a connection.
import { adDay, type AdDay } from "#lib/facts/ads.ts";
import { adDayOf, addUpAds } from "#lib/sources/files/ad-rows.ts";
import type { FilePreset } from "#lib/sources/files/preset.ts";
import { cellOf, markOf, openTable, orderOf, readAmount, readCount, readCurrency, readDay, readLines, readText, spanOf, type Columns } from "#lib/sources/files/table.ts";

const columns: Columns = {
  day: ["date"], channel: ["channel"], campaign: ["campaign"], cost: ["cost"], currency: ["currency"], platform: ["platform"],
  impressions: ["impressions"], clicks: ["clicks"], conversions: ["conversions"], value: ["conversion_value", "conversion value"],
};

export const spendFile: FilePreset = {
  id: "spend",
  label: "Spend by day and channel",
  help: "A table with the columns date, channel and cost; campaign, currency, platform, impressions and clicks if you have them.",
  signature: ["date", "channel", "cost"],
  read(records, about) {
    const table = openTable(records, this.signature, columns);
    const mark = markOf(table, ["cost", "impressions", "clicks", "conversions", "value"], about);
    const order = orderOf(table, "day", about);
    const { rows, rejects } = readLines(table, (line): AdDay => {
      const channel = readText(table, line, "channel");
      const name = cellOf(table, line, "campaign") || channel;
      const platform = cellOf(table, line, "platform").toLowerCase().replace(/\W+/g, "_") || "file";
      return adDayOf({
        day: readDay(table, line, "day", order),
        campaign: { platform, accountId: about.accountId, campaignId: `${channel} | ${name}`, name, status: "", kind: "", channel },
        impressions: readCount(table, line, "impressions", mark, 0), clicks: readCount(table, line, "clicks", mark, 0), spend: readAmount(table, line, "cost", mark),
        currency: readCurrency(table, line, "currency", about.currency), conversions: readAmount(table, line, "conversions", mark, "0"), conversionsValue: readAmount(table, line, "value", mark, "0"),
      });
    });
    return { preset: this.id, fact: adDay, rows: addUpAds(rows), read: table.lines.length, rejects, span: spanOf(rows), told: null };
  },
};

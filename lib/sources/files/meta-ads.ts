// Meta Ads Manager's export. Its currency stands in a caption, and without the breakdown by day a line adds up
// the whole range.
import { adDay, type AdDay } from "#lib/facts/ads.ts";
import { adDayOf, addUpAds } from "#lib/sources/files/ad-rows.ts";
import { refuse, type FilePreset } from "#lib/sources/files/preset.ts";
import { cellOf, markOf, openTable, orderOf, readAmount, readCount, readDay, readLines, readText, requireColumns, spanOf, type Columns } from "#lib/sources/files/table.ts";

const columns: Columns = {
  day: ["day"], starts: ["reporting starts"], ends: ["reporting ends"], campaign: ["campaign name"], campaignId: ["campaign id"], status: ["campaign delivery", "delivery status"], objective: ["objective"],
  spend: [/^amount spent \([A-Z]{3}\)$/i], impressions: ["impressions"], linkClicks: ["link clicks"], clicks: ["clicks (all)"],
  conversions: ["purchases"], value: ["purchases conversion value", "purchase conversion value", /^purchases conversion value \([A-Z]{3}\)$/i],
};

export const metaAdsFile: FilePreset = {
  id: "meta",
  label: "Meta Ads: campaigns by day",
  help: "In Ads Manager open Campaigns, choose Breakdown, By time, Day, then Export table data as .csv. The columns Impressions, Clicks (all), Purchases and Purchases conversion value must be shown.",
  signature: ["reporting starts", "reporting ends", "campaign name"],
  read(records, about) {
    const table = openTable(records, this.signature, columns);
    requireColumns(table, { spend: "Amount spent", impressions: "Impressions", conversions: "Purchases", value: "Purchases conversion value" }, "Show them with Columns, Customise columns, before you export.");
    // All clicks, as the connection counts them; link clicks are fewer and better than none.
    const clicks = table.columns.has("clicks") ? "clicks" : "linkClicks";
    requireColumns(table, { [clicks]: "Clicks (all)" }, "Show it with Columns, Customise columns, before you export.");
    const field = table.columns.has("day") ? "day" : "starts";
    // The line that Ads Manager draws on top names no campaign and adds the others up.
    const lines = table.lines.filter((line) => cellOf(table, line, "campaign") !== "");
    const isByDay = field === "day" || lines.every((line) => cellOf(table, line, "starts") === cellOf(table, line, "ends"));
    if (!isByDay) refuse("no_day", "This export adds all days up. In Ads Manager choose Breakdown, By time, Day before you export.", { where: "Breakdown, By time, Day" });
    const currency = /\(([A-Z]{3})\)/i.exec(table.captions[table.columns.get("spend")!]!)![1]!.toUpperCase();
    const mark = markOf(table, ["spend", "impressions", clicks, "conversions", "value"], about);
    const order = orderOf(table, field, about);
    const { rows, rejects } = readLines({ ...table, lines }, (line): AdDay => {
      const name = readText(table, line, "campaign");
      return adDayOf({
        day: readDay(table, line, field, order),
        campaign: { platform: "meta", accountId: about.accountId, campaignId: cellOf(table, line, "campaignId") || name, name, status: cellOf(table, line, "status").toLowerCase(), kind: cellOf(table, line, "objective"), channel: "Paid Social" },
        impressions: readCount(table, line, "impressions", mark, 0), clicks: readCount(table, line, clicks, mark, 0), spend: readAmount(table, line, "spend", mark), currency,
        // Meta leaves cells empty where nothing was counted.
        conversions: readAmount(table, line, "conversions", mark, "0"), conversionsValue: readAmount(table, line, "value", mark, "0"),
      });
    });
    return { preset: this.id, fact: adDay, rows: addUpAds(rows), read: lines.length, rejects, span: spanOf(rows), told: null };
  },
};

import { expect, test } from "vitest";
import { holds, jsonPath, parseGaql } from "#lib/demo/servers/gaql.ts";

test("a query falls into its clauses, however it is broken into lines", () => {
  expect(parseGaql(`SELECT campaign.id,
      metrics.clicks FROM campaign
    WHERE segments.date BETWEEN '2026-11-01' AND '2026-11-07' AND campaign.status IN ('ENABLED','PAUSED') AND metrics.impressions>0
    ORDER BY metrics.clicks DESC, campaign.id LIMIT 50 PARAMETERS include_drafts=true`)).toEqual({
    fields: ["campaign.id", "metrics.clicks"], resource: "campaign", limit: 50,
    conditions: [
      { field: "segments.date", operator: "BETWEEN", values: ["2026-11-01", "2026-11-07"] },
      { field: "campaign.status", operator: "IN", values: ["ENABLED", "PAUSED"] },
      { field: "metrics.impressions", operator: ">", values: ["0"] },
    ],
    orderBy: [{ field: "metrics.clicks", isDescending: true }, { field: "campaign.id", isDescending: false }],
  });
});

test("what is no query is refused in words", () => {
  for (const text of ["", "SELECT FROM campaign", "SELECT campaign FROM campaign", "SELECT campaign.id FROM campaign WHERE nonsense here"]) expect(() => parseGaql(text)).toThrow(/^Error in/);
});

test.each([
  ["=", ["ENABLED"], "ENABLED", true], ["!=", ["REMOVED"], "ENABLED", true], [">=", ["10"], 9, false], ["<", ["10"], 9, true], ["BETWEEN", ["2026-11-01", "2026-11-07"], "2026-11-07", true],
  ["NOT IN", ["A", "B"], "C", true], ["LIKE", ["%brand%"], "DE | Search | Brand", true], ["NOT LIKE", ["%brand%"], "Shopping", true], ["=", ["FALSE"], false, true], ["IS NOT NULL", [""], null, false],
])("%s %j of %j is %s", (operator, values, value, expected) => {
  expect(holds({ field: "x.y", operator, values }, value)).toBe(expected);
});

test("fields become Google's JSON names", () => {
  expect(jsonPath("campaign.advertising_channel_type")).toEqual(["campaign", "advertisingChannelType"]);
});

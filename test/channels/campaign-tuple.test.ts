import { expect, test } from "vitest";
import { campaignTuple } from "#lib/channels/campaign-tuple.ts";
import { classify } from "#lib/channels/default-rules.ts";
import { judge, RuleSet } from "#lib/channels/own-rules.ts";

test("a campaign is tagged as its platform's clicks usually are, and keeps its told channel without own rules", () => {
  expect(campaignTuple("google_ads", "21", "Brand", "Paid Search")).toEqual({ source: "google", medium: "cpc", campaignId: "21", campaign: "Brand", toldChannel: "Paid Search" });
  expect(classify(campaignTuple("google_ads", "21", "All products", "Cross-network")).channel).toBe("Cross-network");
  expect(classify(campaignTuple("meta", "1", "Spring", "")).channel).toBe("Paid Social");
  expect(campaignTuple("criteo", "1", "x", "").source).toBe("criteo");
});
test("its spend follows the rule that its visits follow, by name or by id", () => {
  const decide = judge(RuleSet.parse({ rules: [{ id: "a", name: "a", channel: "Brand Search", conditions: [{ field: "campaign", op: "contains", value: "brand" }] }, { id: "b", name: "b", channel: "Test", conditions: [{ field: "campaign_id", op: "is", value: "77" }] }], sources: [] }));
  expect([decide(campaignTuple("google_ads", "1", "DE | Brand", "Paid Search")).channel, decide(campaignTuple("meta", "77", "x", "Paid Social")).channel, decide(campaignTuple("meta", "78", "x", "Paid Social")).channel]).toEqual(["Brand Search", "Test", "Paid Social"]);
});

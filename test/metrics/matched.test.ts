import { expect, test } from "vitest";
import { matchedSpend } from "#lib/metrics/matched.ts";
import type { MetricRow } from "#lib/metrics/read.ts";

const row = (campaign: string, spend: string | null, sessions = "0", orders = "0"): MetricRow => ({ bucket: null, compareBucket: null, keys: { campaign }, labels: campaign === "7" ? { campaign: "Brand" } : {}, isOther: false, values: { spend, sessions, paid_orders: orders }, compare: null });

test("spend is matched where a visit or an order names its campaign; the others stand by what they cost", () => {
  expect(matchedSpend([row("7", "30", "5"), row("8", "10"), row("9", "40", "0", "1"), row("10", "20"), row("", "0", "100")])).toEqual({
    share: "0.7", dark: [{ key: "10", label: undefined, spend: "20" }, { key: "8", label: undefined, spend: "10" }],
  });
  expect(matchedSpend([row("7", "1", "1")])).toEqual({ share: "1", dark: [] });
});
test("no spend, or spend that is unknown for want of a rate, has no share", () => {
  expect(matchedSpend([row("7", "0", "1")])).toEqual({ share: null, dark: [] });
  expect(matchedSpend([row("7", "5", "1"), row("8", null)])).toEqual({ share: null, dark: [] });
});

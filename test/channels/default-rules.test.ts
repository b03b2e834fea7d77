import { describe, expect, test } from "vitest";
import { classify, defaultChannels, defaultRules } from "#lib/channels/default-rules.ts";
import { sourceLists } from "#lib/channels/source-lists.ts";
import { canonicalTuple, type Tuple } from "#lib/channels/tuple-key.ts";

const from = (source: string, medium: string, rest: Partial<Tuple> = {}): Tuple => ({ source, medium, campaign: "", campaignId: "", toldChannel: "", ...rest });
const channelOf = (source: string, medium: string, rest: Partial<Tuple> = {}) => classify(from(source, medium, rest)).channel;

describe("each default rule", () => {
  const worked: [rule: string, tuple: Tuple, channel: string][] = [
    ["direct", from("(direct)", "(none)"), "Direct"],
    ["direct", from("(direct)", "(not set)"), "Direct"],
    ["cross-network", from("google", "cpc", { campaign: "DE Cross-network 2026" }), "Cross-network"],
    ["cross-network", from("google", "cpc", { adNetwork: "Cross-network" }), "Cross-network"],
    ["paid-shopping", from("amazon.de", "cpc"), "Paid Shopping"],
    ["paid-shopping", from("google", "cpc", { campaign: "DE | Shopping | All" }), "Paid Shopping"],
    ["paid-shopping", from("google", "cpc", { campaign: "eshop brand" }), "Paid Shopping"],
    ["paid-search", from("google", "cpc", { campaign: "DE | Search | Brand" }), "Paid Search"],
    ["paid-search", from("bing", "ppc"), "Paid Search"],
    ["paid-social", from("facebook", "paid_social"), "Paid Social"],
    ["paid-social", from("ig", "cpm"), "Paid Social"],
    ["paid-video", from("youtube.com", "cpv_paid_cpc"), "Paid Video"],
    ["display", from("criteo-network", "display"), "Display"],
    ["display", from("somewhere", "banner"), "Display"],
    ["paid-other", from("partner-feed", "cpc"), "Paid Other"],
    ["paid-other", from("somewhere", "retargeting"), "Paid Other"],
    ["organic-shopping", from("ebay.co.uk", "referral"), "Organic Shopping"],
    ["organic-shopping", from("google shopping", "organic"), "Organic Shopping"],
    ["organic-social", from("l.facebook.com", "referral"), "Organic Social"],
    ["organic-social", from("anything", "social media"), "Organic Social"],
    ["organic-video", from("youtube.com", "referral"), "Organic Video"],
    ["organic-video", from("blog", "product-video"), "Organic Video"],
    ["organic-search", from("google", "organic"), "Organic Search"],
    ["organic-search", from("unknown-engine", "organic"), "Organic Search"],
    ["ai-assistant", from("chatgpt.com", "ai-assistant"), "AI Assistant"],
    ["ai-assistant", from("perplexity.ai", "referral"), "AI Assistant"],
    ["ai-assistant", from("chatgpt.com", ""), "AI Assistant"],
    ["referral", from("blog.example", "referral"), "Referral"],
    ["referral", from("somewhere", "link"), "Referral"],
    ["email", from("klaviyo", "email"), "Email"],
    ["email", from("E-Mail", ""), "Email"],
    ["affiliates", from("awin", "affiliate"), "Affiliates"],
    ["audio", from("spotify", "audio"), "Audio"],
    ["sms", from("sms", "text"), "SMS"],
    ["sms", from("klaviyo", "sms"), "SMS"],
    ["mobile-push", from("app", "web-push"), "Mobile Push"],
    ["mobile-push", from("firebase", ""), "Mobile Push"],
    ["mobile-push", from("app", "in-app notification"), "Mobile Push"],
  ];
  test("decides what Google says it decides", () => {
    expect(worked.map(([, tuple]) => classify(tuple))).toEqual(worked.map(([rule, , channel]) => ({ rule, channel })));
  });
  test("is among the worked ones", () => {
    expect(defaultRules.map((rule) => rule.id).filter((id) => !worked.some(([rule]) => rule === id))).toEqual([]);
  });
});

describe("what follows from the order", () => {
  test("cpm from a social source is Paid Social, from an unknown one Display", () => {
    expect([channelOf("facebook", "cpm"), channelOf("adnetwork.example", "cpm")]).toEqual(["Paid Social", "Display"]);
  });
  test("YouTube is video, not social", () => expect([channelOf("youtube", "referral"), channelOf("m.youtube.com", "cpc")]).toEqual(["Organic Video", "Paid Video"]));
  test("newsletter, influencer, partner and qr alone are Unassigned", () => {
    expect(["newsletter", "influencer", "partner", "qr"].map((medium) => classify(from("crm", medium)))).toEqual(Array(4).fill({ channel: "Unassigned", rule: "unassigned" }));
  });
  test("a workshop is no shop, an e-shop is", () => {
    expect([channelOf("crm", "qr", { campaign: "workshop 2026" }), channelOf("crm", "qr", { campaign: "e-shop" }), channelOf("crm", "qr", { campaign: "shop" }), channelOf("crm", "qr", { campaign: "Shopping list" })])
      .toEqual(["Unassigned", "Organic Shopping", "Organic Shopping", "Organic Shopping"]);
  });
  test("affiliates in the plural is no affiliate", () => expect(channelOf("awin", "affiliates")).toBe("Unassigned"));
  test("an assistant's paid click is paid, its plain referral is the assistant's", () => {
    expect([channelOf("chatgpt.com", "cpc"), channelOf("chatgpt.com", "referral")]).toEqual(["Paid Other", "AI Assistant"]);
  });
  test("case, spaces and percent codes don't matter", () => expect(channelOf(" Google ", "CPC", { campaign: "DE%20Brand" })).toBe("Paid Search"));
  test("(not set) is nothing", () => expect(classify(from("(not set)", "(not set)"))).toEqual({ channel: "Unassigned", rule: "unassigned" }));
  test("(direct) with a real medium isn't Direct", () => expect(channelOf("(direct)", "email")).toBe("Email"));
  test("Unassigned is the last of the default channels", () => expect(defaultChannels.at(-1)).toBe("Unassigned"));
});

describe("GA4's own word", () => {
  test("wins over what the rules would say, whatever its case", () => {
    expect(classify(from("google", "cpc", { toldChannel: "Cross-network" }))).toEqual({ channel: "Cross-network", rule: "told" });
    expect(classify(from("google", "cpc", { toldChannel: "display" }))).toEqual({ channel: "Display", rule: "told" });
  });
  test("is left aside when it is none of the default channels", () => {
    expect(classify(from("google", "cpc", { toldChannel: "(other)" }))).toEqual({ channel: "Paid Search", rule: "paid-search" });
    expect(classify(from("google", "cpc", { toldChannel: "(not set)" })).rule).toBe("paid-search");
  });
  test("Referral of an assistant is read as AI Assistant, so that days before May 2026 compare", () => {
    expect(classify(from("chatgpt.com", "referral", { toldChannel: "Referral" }))).toEqual({ channel: "AI Assistant", rule: "ai-assistant" });
    expect(classify(from("blog.example", "referral", { toldChannel: "Referral" }))).toEqual({ channel: "Referral", rule: "told" });
  });
  test("Referral yields to a source that the shop listed itself, Paid Search doesn't", () => {
    const lists = sourceLists([{ source: "finder.example", kind: "search" }]);
    expect(classify(from("www.finder.example", "referral", { toldChannel: "Referral" }), lists).channel).toBe("Organic Search");
    expect(classify(from("finder.example", "cpc", { toldChannel: "Paid Other" }), lists).channel).toBe("Paid Other");
  });
});

describe("one spelling of an origin", () => {
  test("lowers source and medium, keeps a campaign's case, empties placeholders", () => {
    expect(canonicalTuple({ source: "Google", medium: "CPC ", campaign: "DE%20|  Brand", campaignId: "(not set)", toldChannel: null }))
      .toEqual({ source: "google", medium: "cpc", campaign: "DE | Brand", campaignId: "", toldChannel: "" });
  });
  test("direct traffic has one form", () => {
    const forms = [["(direct)", "(none)"], ["(direct)", "(not set)"], ["(direct)", ""], ["direct", ""]].map(([source, medium]) => canonicalTuple({ source, medium }));
    expect(new Set(forms.map(({ source, medium }) => `${source}/${medium}`))).toEqual(new Set(["(direct)/(none)"]));
  });
  test("a repeat changes nothing, text that isn't percent-coded stands, control characters and endless values don't get in", () => {
    for (const campaign of ["50%25 off%", "a\tb\nc\u0001d", "x".repeat(5_000), "  DE%20Brand "]) {
      const once = canonicalTuple({ source: campaign, medium: "cpc", campaign });
      expect(canonicalTuple(once).medium).toBe("cpc");
      expect(once.campaign.length).toBeLessThanOrEqual(300);
      expect(once.campaign).not.toMatch(/[\u0000-\u001f]/);
    }
    expect(canonicalTuple({ campaign: "50%25 off%" }).campaign).toBe("50%25 off%");
  });
});

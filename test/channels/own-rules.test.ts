import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classify } from "#lib/channels/default-rules.ts";
import { diffRules, originName, type Weighed } from "#lib/channels/diff-rules.ts";
import { judge, noRules, OwnRule, readsOrders, RuleSet } from "#lib/channels/own-rules.ts";
import { matchesPattern } from "#lib/channels/pattern.ts";
import type { Tuple } from "#lib/channels/tuple-key.ts";

const from = (source: string, medium: string, campaign = ""): Tuple => ({ source, medium, campaign, campaignId: "", toldChannel: "" });
const rule = (id: string, channel: string, ...conditions: [string, string, string][]) => ({ id, name: id, channel, conditions: conditions.map(([field, op, value]) => ({ field, op, value })) });
const set = (...rules: object[]) => RuleSet.parse({ rules, sources: [] });
const faults = (value: unknown) => {
  const parsed = RuleSet.safeParse(value);
  return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
};

describe("own rules", () => {
  test("come before the default ones, the first that holds decides", () => {
    const decide = judge(set(
      rule("brand", "Brand Search", ["channel", "is", "Paid Search"], ["campaign", "contains", "brand"]),
      rule("all-google", "Google", ["source", "is", "google"]),
      rule("news", "Newsletter", ["medium", "is", "newsletter"]),
    ));
    expect(decide(from("google", "cpc", "DE | Brand"))).toEqual({ channel: "Brand Search", rule: "own:brand" });
    expect(decide(from("google", "organic"))).toEqual({ channel: "Google", rule: "own:all-google" });
    expect(decide(from("crm", "newsletter"))).toEqual({ channel: "Newsletter", rule: "own:news" });
    expect(decide(from("bing", "cpc"))).toEqual({ channel: "Paid Search", rule: "paid-search" });
  });
  test("beat GA4's own word, since the shop wrote them", () => {
    expect(judge(set(rule("one", "PMax", ["channel", "is", "cross-network"])))({ ...from("google", "cpc"), toldChannel: "Cross-network" }).channel).toBe("PMax");
  });
  test("hold only when every condition holds", () => {
    const decide = judge(set(rule("one", "Own", ["source", "starts", "part"], ["medium", "ends", "ref"], ["campaign", "matches", "^(spring|autumn) 20[0-9]{2}$"])));
    expect([from("partner", "xref", "Spring 2026"), from("partner", "xref", "Spring 26"), from("partner", "ref2", "spring 2026"), from("a partner", "ref", "spring 2026")].map((tuple) => decide(tuple).rule === "own:one")).toEqual([true, false, false, false]);
  });
  test("\"is\" with nothing means not told", () => {
    expect(judge(set(rule("one", "Own", ["campaign", "is", ""])))(from("blog.example", "referral")).channel).toBe("Own");
  });
  test("on coupons, landing pages and referrers move orders and never sessions", () => {
    const decide = judge(set(rule("anna", "Creators", ["coupon", "starts", "anna"]), rule("ref", "Partners", ["landing_page", "contains", "ref=p"]), rule("host", "Press", ["referrer_host", "is", "paper.example"])));
    const clue = { landingPage: "/hats?x=1", referrerHost: "blog.example", coupons: ["WELCOME", "Anna10"] };
    expect(decide(from("google", "organic"), clue).channel).toBe("Creators");
    expect(decide(from("google", "organic"), { ...clue, coupons: [], landingPage: "/?ref=p9" }).channel).toBe("Partners");
    expect(decide(from("google", "organic"), { ...clue, coupons: [], referrerHost: "paper.example" }).channel).toBe("Press");
    expect(decide(from("google", "organic")).channel).toBe("Organic Search");
    expect([readsOrders(OwnRule.parse(rule("a", "A", ["coupon", "is", "x"]))), readsOrders(OwnRule.parse(rule("a", "A", ["source", "is", "x"])))]).toEqual([true, false]);
  });
  test("that name a default channel or each other differently lead to one channel", () => {
    expect(set(rule("a", "paid search", ["source", "is", "x"]), rule("b", "Partners", ["source", "is", "y"]), rule("c", "partners", ["source", "is", "z"])).rules.map((one) => one.channel)).toEqual(["Paid Search", "Partners", "Partners"]);
  });
  test("without any, all is as by default", () => {
    fc.assert(fc.property(fc.record({ source: fc.string(), medium: fc.string(), campaign: fc.string(), campaignId: fc.string(), toldChannel: fc.string() }), (tuple) => {
      expect(judge(noRules)(tuple)).toEqual(classify(tuple));
    }));
  });
});

describe("what is refused says where and why", () => {
  test("an empty name, channel or value, no condition, two of the same id, a source listed twice", () => {
    expect(faults({ rules: [{ id: "a", name: " ", channel: "", conditions: [] }], sources: [] })).toEqual(["rules.0.name: Give the rule a name.", "rules.0.channel: Say which channel the rule leads to.", "rules.0.conditions: A rule needs a condition."]);
    expect(faults({ rules: [rule("a", "A", ["source", "contains", " "])], sources: [] })).toEqual(["rules.0.conditions.0.value: Write what to look for."]);
    expect(faults({ rules: [rule("a", "A", ["source", "is", "x"]), rule("a", "B", ["source", "is", "y"])], sources: [] })).toEqual(["rules.1.id: Two rules have the same id."]);
    expect(faults({ rules: [], sources: [{ source: "x.example", kind: "ai" }, { source: "X.example", kind: "none" }] })).toEqual(["sources.1.source: “x.example” is listed twice."]);
  });
  test("a pattern that can't be read, or that can't be matched in linear time", () => {
    for (const pattern of ["[", "(a", "(?=a)b", "(a)\\1", "((a{100}){100}){100}", "x".repeat(201)]) expect(faults({ rules: [rule("a", "A", ["source", "matches", pattern])], sources: [] })).toHaveLength(1);
  });
  test("a field or a comparison that doesn't exist", () => {
    expect(faults({ rules: [rule("a", "A", ["colour", "is", "x"])], sources: [] })).toHaveLength(1);
    expect(faults({ rules: [rule("a", "A", ["source", "likes", "x"])], sources: [] })).toHaveLength(1);
  });
});

test("patterns that hang a backtracking engine answer in linear time", () => {
  for (const pattern of ["(a+)+$", "(a|aa)+$", "(.*)*x", "^(([a-z])+.)+[A-Z]([a-z])+$"]) expect(matchesPattern(pattern, `${"a".repeat(1_500)}!`)).toBe(false);
}, 5_000);
test("a pattern that can't be read occurs nowhere", () => expect([matchesPattern("[", "["), matchesPattern("(?=a)", "a"), matchesPattern("a", "A")]).toEqual([false, false, true]));

describe("the difference before it is applied", () => {
  const rows: Weighed[] = [
    { tuple: from("google", "cpc", "Brand"), sessions: 100, orders: 4, netSales: "400.10" },
    { tuple: from("google", "cpc", "Generic"), sessions: 900, orders: 9, netSales: "500" },
    { tuple: from("crm", "newsletter"), sessions: 50, orders: 2, netSales: "80.05" },
    { tuple: from("crm", "newsletter", "May"), sessions: 10, orders: 0, netSales: "0" },
    { tuple: from("(direct)", "(none)"), clue: { landingPage: "/", referrerHost: null, coupons: ["ANNA"] }, sessions: 0, orders: 1, netSales: "20.2" },
  ];
  const after = judge(set(rule("b", "Brand Search", ["campaign", "is", "brand"]), rule("n", "Email", ["medium", "is", "newsletter"]), rule("c", "Creators", ["coupon", "is", "anna"])));
  test("names every move with its sessions, orders and net sales, to the cent", () => {
    expect(diffRules(judge(noRules), after, rows)).toEqual([
      { from: "Paid Search", to: "Brand Search", origins: 1, sessions: 100, orders: 4, netSales: "400.1", spend: "0", examples: ["google / cpc · Brand"] },
      { from: "Unassigned", to: "Email", origins: 2, sessions: 60, orders: 2, netSales: "80.05", spend: "0", examples: ["crm / newsletter", "crm / newsletter · May"] },
      { from: "Direct", to: "Creators", origins: 1, sessions: 0, orders: 1, netSales: "20.2", spend: "0", examples: ["(direct) / (none)"] },
    ]);
  });
  test("is empty between a set and itself, and its reverse between a set and the one before", () => {
    expect(diffRules(after, after, rows)).toEqual([]);
    const there = diffRules(judge(noRules), after, rows);
    const back = diffRules(after, judge(noRules), rows);
    expect(back.map(({ from: to, to: source, ...move }) => ({ from: source, to, ...move }))).toEqual(there.map(({ from: source, to, ...move }) => ({ from: source, to, ...move })));
  });
  test("shows what isn't told as a question mark", () => expect(originName(from("", "cpc"))).toBe("? / cpc"));
});

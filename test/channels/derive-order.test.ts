import { describe, expect, test } from "vitest";
import { classify } from "#lib/channels/default-rules.ts";
import { deriveOrder, hostOf, orderTouches, type OrderClues, type Visit } from "#lib/channels/derive-order.ts";

const visit = (given: Partial<Visit> = {}): Visit => ({ at: "2026-11-12T08:00:00Z", landing: "https://shop.example/", referrer: null, ...given });
const clues = (visits: Partial<Visit>[], rest: Partial<OrderClues> = {}): OrderClues => ({ placedAt: "2026-11-12T09:00:00Z", visits: visits.map(visit), coupons: [], ownHosts: ["shop.example"], ...rest });
/** "source / medium (method, confidence) → channel" of the counted touch. */
const said = (given: OrderClues) => {
  const touch = deriveOrder(given);
  return `${touch.source} / ${touch.medium} (${touch.method}, ${touch.confidence}) → ${classify(touch).channel}`;
};
const landing = (query: string) => ({ landing: `https://www.shop.example/p?${query}` });

describe("one visit", () => {
  test("with tags is what its tags say, with campaign, id and click kind", () => {
    expect(deriveOrder(clues([landing("gclid=Cj0&utm_source=Google&utm_medium=CPC&utm_campaign=DE+Brand&utm_id=21000000001")]))).toMatchObject(
      { source: "google", medium: "cpc", campaign: "DE Brand", campaignId: "21000000001", clickKind: "gclid", method: "utm", confidence: "high", isCounted: true });
  });
  test("tags that the platform read come before those in the address, and gaps are filled from it", () => {
    expect(deriveOrder(clues([{ ...landing("utm_source=x&utm_medium=email&utm_id=7"), utm: { source: "klaviyo", medium: null, campaign: "Early Winter" } }]))).toMatchObject({ source: "klaviyo", medium: "email", campaign: "Early Winter", campaignId: "7" });
  });
  test("without tags is what its click id says", () => {
    expect(said(clues([landing("gclid=a")]))).toBe("google / cpc (click_id, high) → Paid Search");
    expect(said(clues([landing("gbraid=a")]))).toBe("google / cpc (click_id, high) → Paid Search");
    expect(said(clues([landing("msclkid=a")]))).toBe("bing / cpc (click_id, high) → Paid Search");
    expect(said(clues([landing("ttclid=a")]))).toBe("tiktok / cpc (click_id, high) → Paid Social");
    expect(said(clues([landing("li_fat_id=a")]))).toBe("linkedin / cpc (click_id, high) → Paid Social");
    expect(said(clues([landing("epik=a")]))).toBe("pinterest / cpc (click_id, medium) → Paid Social");
    expect(said(clues([landing("twclid=a")]))).toBe("twitter / cpc (click_id, high) → Paid Social");
    expect(said(clues([landing("awc=1_2_3")]))).toBe("awin / affiliate (click_id, high) → Affiliates");
  });
  test("srsltid is a free product listing", () => expect(said(clues([{ ...landing("srsltid=a"), referrer: "https://www.google.com/" }]))).toBe("google shopping / organic (click_id, medium) → Organic Shopping"));
  test("fbclid is an ad only with a paid medium", () => {
    expect(said(clues([landing("fbclid=a")]))).toBe("facebook.com / referral (click_id, medium) → Organic Social");
    expect(said(clues([landing("fbclid=a&utm_medium=paid_social")]))).toBe("facebook.com / paid_social (click_id, medium) → Paid Social");
    expect(said(clues([{ ...landing("fbclid=a"), referrer: "https://l.instagram.com/" }]))).toBe("l.instagram.com / referral (click_id, medium) → Organic Social");
  });
  test("of several click ids the one that the tag names counts, else the first in the fixed order", () => {
    expect(deriveOrder(clues([landing("fbclid=a&gclid=b&msclkid=c&utm_source=bing&utm_medium=cpc")])).clickKind).toBe("msclkid");
    expect(deriveOrder(clues([landing("srsltid=z&fbclid=a&msclkid=c&gclid=b")])).clickKind).toBe("gclid");
    expect(deriveOrder(clues([landing("srsltid=z&epik=b&ttclid=a")])).clickKind).toBe("ttclid");
  });
  test("a campaign id that Google adds itself is kept", () => expect(deriveOrder(clues([landing("gclid=a&gad_campaignid=21000000001")])).campaignId).toBe("21000000001"));
  test("without either is what its referrer says", () => {
    expect(said(clues([{ referrer: "https://www.google.de/" }]))).toBe("google / organic (referrer, high) → Organic Search");
    expect(said(clues([{ referrer: "https://chatgpt.com/" }]))).toBe("chatgpt.com / ai-assistant (referrer, high) → AI Assistant");
    expect(said(clues([{ referrer: "https://l.facebook.com/l.php?u=x" }]))).toBe("l.facebook.com / referral (referrer, high) → Organic Social");
    expect(said(clues([{ referrer: "https://blog.example/post" }]))).toBe("blog.example / referral (referrer, high) → Referral");
    expect(said(clues([{ referrer: "android-app://com.google.android.googlequicksearchbox/" }]))).toBe("google / organic (referrer, high) → Organic Search");
  });
  test("from nowhere is direct, with little confidence", () => expect(said(clues([{}]))).toBe("(direct) / (none) (no_referrer, low) → Direct"));
  test("that only the platform names goes by that name", () => {
    expect(said(clues([{ landing: null, told: { source: "Google", medium: null } }]))).toBe("google / organic (platform, medium) → Organic Search");
    expect(said(clues([{ landing: null, told: { source: "(direct)", medium: null } }]))).toBe("(direct) / (none) (no_referrer, low) → Direct");
    expect(said(clues([{ landing: null, told: { source: "blog.example", medium: "referral" } }]))).toBe("blog.example / referral (platform, medium) → Referral");
  });
  test("with a campaign tag but no source takes the source from its referrer", () => expect(said(clues([{ ...landing("utm_campaign=spring"), referrer: "https://blog.example/" }]))).toBe("blog.example / referral (utm, medium) → Referral"));
  test("keeps no click id, no e-mail and no referrer's query", () => {
    expect(deriveOrder(clues([{ landing: "https://shop.example/a?x=1&gclid=secret&email=ann%40mail.example&_kx=abc&ref=p#top", referrer: "https://blog.example/p?user=ann@mail.example" }]))).toMatchObject({ landingPage: "/a?x=1&ref=p", referrer: "https://blog.example/p" });
    expect(deriveOrder(clues([{ landing: "https://shop.example" }])).landingPage).toBe("/");
  });
});

describe("several visits", () => {
  const at = (instant: string, given: Partial<Visit>) => ({ at: instant, ...given });
  test("count for the last one that isn't direct, in whatever order they are told", () => {
    const three = [at("2026-11-12T08:50:00Z", {}), at("2026-11-01T08:00:00Z", { referrer: "https://www.bing.com/" }), at("2026-11-10T08:00:00Z", landing("utm_source=klaviyo&utm_medium=email"))];
    expect(said(clues(three))).toBe("klaviyo / email (utm, high) → Email");
    expect(said(clues([...three].reverse()))).toBe("klaviyo / email (utm, high) → Email");
    const touches = orderTouches(clues(three));
    expect(touches.map((touch) => [touch.source, touch.isCounted])).toEqual([["klaviyo", true], ["(direct)", false], ["bing", false]]);
  });
  test("older than 30 days don't count, one of 30 days does", () => {
    expect(said(clues([at("2026-10-13T08:59:59Z", { referrer: "https://www.bing.com/" }), at("2026-11-12T08:00:00Z", {})]))).toBe("(direct) / (none) (no_referrer, low) → Direct");
    expect(said(clues([at("2026-10-13T09:00:00Z", { referrer: "https://www.bing.com/" })]))).toBe("bing / organic (referrer, high) → Organic Search");
  });
  test("told without an offset are UTC, whatever zone the server keeps", () => {
    expect(said(clues([at("2026-11-12 08:59:59", landing("gclid=a")), at("2026-11-12T08:00:00Z", { referrer: "https://blog.example" })], { placedAt: "2026-11-12T09:00:00" }))).toBe("google / cpc (click_id, high) → Paid Search");
    expect(said(clues([at("2026-11-12 09:00:01", landing("gclid=a"))], { placedAt: "2026-11-12T10:00:00+01:00" }))).toBe("(direct) / (none) (no_referrer, low) → Direct");
  });
  test("after the order don't count", () => expect(said(clues([at("2026-11-12T09:30:00Z", landing("gclid=a")), at("2026-11-12T08:00:00Z", { referrer: "https://blog.example" })]))).toBe("blog.example / referral (referrer, high) → Referral"));
  test("from the shop itself or back from paying continue the one before", () => {
    for (const referrer of ["https://www.shop.example/cart", "https://en.shop.example/", "https://www.paypal.com/checkoutnow", "https://checkout.stripe.com/", "https://shop.app/", "https://pay.klarna.com/"]) {
      expect(said(clues([at("2026-11-11T08:00:00Z", { referrer: "https://www.bing.com/" }), at("2026-11-12T08:50:00Z", { referrer })]))).toBe("bing / organic (referrer, high) → Organic Search");
      expect(said(clues([{ referrer }]))).toBe("(direct) / (none) (no_referrer, low) → Direct");
    }
  });
});

describe("without a visit", () => {
  test("a partner's coupon says who brought the order", () => {
    const partners = new Map([["anna10", "Anna"]]);
    expect(said(clues([], { coupons: ["WELCOME", "ANNA10"], partners }))).toBe("anna / affiliate (coupon, medium) → Affiliates");
    expect(said(clues([{}], { coupons: ["ANNA10"], partners }))).toBe("anna / affiliate (coupon, medium) → Affiliates");
    expect(said(clues([landing("gclid=a")], { coupons: ["ANNA10"], partners }))).toBe("google / cpc (click_id, high) → Paid Search");
  });
  test("and without a coupon nothing is known, which isn't direct", () => {
    expect(said(clues([]))).toBe(" /  (untold, none) → Unassigned");
    expect(said(clues([], { coupons: ["WELCOME"] }))).toBe(" /  (untold, none) → Unassigned");
    expect(deriveOrder(clues([], { coupons: ["WELCOME"] })).coupon).toBe("WELCOME");
  });
});

test("hosts are read out of whatever vendors call a referrer", () => {
  expect(["https://www.Blog.example/a?b", "blog.example", "//blog.example/x", "http://user:pw@blog.example:8080/", "", null, "$direct"].map(hostOf)).toEqual(["blog.example", "blog.example", "blog.example", "blog.example", null, null, null]);
});

test("whatever stands in addresses, one visit isn't taken for another", () => {
  const of = (given: Partial<Visit>) => deriveOrder(clues([given]));
  const page = "https://shop.example/a";
  expect([{ landing: `${page}\nhttps://blog.example/x` }, { landing: page, referrer: "https://blog.example/x\nnull" }].map((one) => of(one).referrer)).toEqual([null, "https://blog.example/x\nnull"]);
  expect([of({ landing: "null" }).landingPage, of({ landing: null }).landingPage]).toEqual(["/null", null]);
});

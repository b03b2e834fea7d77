import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redact } from "#lib/core/redact.ts";

describe("redact", () => {
  test.each([
    ["GET /x?access_token=abc&day=2026-11-20", "GET /x?access_token=[hidden]&day=2026-11-20"],
    ["https://shop.test/wp-json/wc/v3/orders?consumer_key=ck_1&consumer_secret=cs_2&page=3", "https://shop.test/wp-json/wc/v3/orders?consumer_key=[hidden]&consumer_secret=[hidden]&page=3"],
    ["Authorization: Bearer abcdef.ghi", "Authorization: Bearer [hidden]"],
    ["authorization: Basic Y2s6Y3M=", "authorization: Basic [hidden]"],
    ["X-Shopify-Access-Token: shpat_0123456789abcdef", "X-Shopify-Access-Token: [hidden]"],
    ['{"client_secret":"s\\"till secret","grant_type":"x"}', '{"client_secret":"[hidden]","grant_type":"x"}'],
    ['body: "{\\"refresh_token\\":\\"1//abc\\"}"', 'body: "{\\"refresh_token\\":\\"[hidden]\\"}"'],
    ["no user ann.lee+shop@mail.example.com here", "no user [e-mail] here"],
    ["https://me:word@host.test/x", "https://[hidden]@host.test/x"],
    ["key AIzaSyA0123456789abcdefghijklmnopqrstu is wrong", "key [hidden] is wrong"],
    ["a -----BEGIN PRIVATE KEY-----\nMIIE\nv\n-----END PRIVATE KEY----- b", "a [hidden] b"],
    ["got eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln", "got [hidden]"],
  ])("%s", (text, clean) => expect(redact(text)).toBe(clean));

  test.each(["Order 4711 of 2026-11-20 not found", "gid://shopify/Order/5123456789012", "Field ctr of customers/1234567890 is unknown", "requestId 8a7b6c5d-1234-5678-9abc-def012345678", "tokens per hour are used up"])(
    "what is no secret stays: %s", (text) => expect(redact(text)).toBe(text));

  test("a known secret is gone however it is written", () => {
    fc.assert(fc.property(fc.string({ minLength: 6, maxLength: 40, unit: "grapheme" }).filter((secret) => !"[hidden] before after".includes(secret)), (secret) => {
      const base64 = Buffer.from(secret).toString("base64");
      for (const written of [secret, encodeURIComponent(secret), new URLSearchParams({ x: secret }).toString(), JSON.stringify(secret), base64]) {
        const clean = redact(`before ${written} after`, [secret]);
        if (clean.includes(secret) || clean.includes(base64)) return false;
      }
      return true;
    }), { numRuns: 300 });
  });
});

import { describe, expect, it } from "vitest";
import { addressGroup, callerAddress } from "#lib/access/address.ts";
import { ownPath } from "#lib/access/own-path.ts";

describe("where a request comes from", () => {
  it.each([
    ["203.0.113.9", "203.0.113.9"],
    ["1.1.1.1, 203.0.113.9", "203.0.113.9"],
    ["::ffff:203.0.113.9", "203.0.113.9"],
    ["not an address", null],
    ["", null],
  ])("x-forwarded-for %j → %j: the last entry, which the nearest server wrote", (header, expected) => {
    expect(callerAddress(new Headers({ "x-forwarded-for": header }))).toBe(expected);
  });

  it.each([
    ["203.0.113.9", "203.0.113.9"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8:1:2::9", "2001:db8:1:2::/64"],
    ["2001:0db8:0001:0002::9", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    [null, "unknown"],
  ])("limits count %j as %j", (address, expected) => expect(addressGroup(address)).toBe(expected));
});

describe("the way back after signing in", () => {
  it.each([
    ["/audit?group=keys", "/audit?group=keys"],
    ["/", "/"],
    ["//evil.example", "/"],
    ["/\\evil.example", "/"],
    ["/\t/evil.example", "/"],
    ["/.//evil.example", "/"],
    ["https://evil.example", "/"],
    ["javascript:alert(1)", "/"],
    [["/a", "/b"], "/"],
    [undefined, "/"],
  ])("%j → %s", (asked, expected) => expect(ownPath(asked)).toBe(expected));
});

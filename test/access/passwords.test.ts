import { describe, expect, it } from "vitest";
import { checkPassword, hashInTurn, verifyInTurn } from "#lib/access/passwords.ts";

const codeOf = (password: string, email = "olga@shop.example") => {
  try { checkPassword(password, email); return "taken"; } catch (error) { return (error as { code: string }).code; }
};

describe("passwords", () => {
  it.each([
    ["eleven char", "access.password_short"],
    ["x".repeat(120) + "abcdefghi", "access.password_long"],
    ["leavemealone", "access.password_common"],
    ["Password1234!", "access.password_common"],
    ["2024-dragon-2024", "access.password_common"],
    ["sunshinesunshine", "access.password_common"],
    ["120319801981", "access.password_common"],
    ["aaaaabbbbbbb", "access.password_common"],
    ["my Storecast login", "access.password_own_name"],
    ["olga loves selling", "access.password_own_name"],
    ["seven green teapots", "taken"],
    ["дванадцять слонів", "taken"],
    ["🐘🦒🦓🐘🦒🦓🐅🐆🦏🦛🐫🐪", "access.password_common"],
  ])("%s → %s", (password, expected) => expect(codeOf(password)).toBe(expected));

  it("keeps only a salted hash, and knows the password again", async () => {
    const [one, two] = await Promise.all([hashInTurn("seven green teapots"), hashInTurn("seven green teapots")]);
    expect(one).not.toBe(two);
    expect(one).not.toContain("teapots");
    expect(await verifyInTurn({ hash: one, password: "seven green teapots" })).toBe(true);
    expect(await verifyInTurn({ hash: one, password: "seven green teapot" })).toBe(false);
  });

  it("turns callers away instead of letting a crowd of sign-ins fill the machine", async () => {
    const all = await Promise.allSettled(Array.from({ length: 24 }, () => hashInTurn("seven green teapots")));
    const refused = all.filter((one) => one.status === "rejected");
    expect(refused).toHaveLength(4);
    expect((refused[0] as PromiseRejectedResult).reason).toMatchObject({ kind: "unavailable" });
  });
});

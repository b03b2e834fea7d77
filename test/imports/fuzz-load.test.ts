// The same through the database: what the ledger gained is what the summary says.
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isAppError } from "#lib/core/errors.ts";
import { openShop, type Shop } from "#test/imports/support.ts";
import { sized } from "#test/support/size.ts";

let shop: Shop;
beforeAll(async () => { shop = await openShop(); });
afterAll(() => shop?.close());

const cell = fc.oneof(fc.constantFrom("1", "2", "A-7", "", "2026-03-14", "14.03.2026", "12.50", "-3", "1,5", "EUR", "usd", "x\u0000y", "\\N", "\\", "a\tb", '"', "💶", "Ünï", "=1+1", "2026-02-30", "999999999999", "x".repeat(3_000), "99999999999999999999"), fc.string({ maxLength: 8 }));
const quote = (text: string) => (/[",\n\r\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

test("any table of cells: read = imported + unchanged + rejected, and no line is lost on the way", async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.array(cell, { minLength: 1, maxLength: 7 }), { minLength: 1, maxLength: 8 }), async (rows) => {
    const text = `order_id,date,amount,sku,quantity,currency,customer_id\n1,2026-03-14,12.50,a,1,EUR,c\n${rows.map((row) => row.map(quote).join(",")).join("\n")}\n`;
    try {
      const summary = await shop.load(text);
      expect(summary.imported + summary.unchanged + summary.rejected).toBe(summary.read);
      const kept = await shop.host.pool.query("select count(*)::int as rows from ingest.reject where import_id = $1", [summary.importId]);
      expect(kept.rows[0].rows).toBe(summary.rejected);
      const again = await shop.load(text);
      expect(again).toMatchObject({ imported: 0, unchanged: summary.imported + summary.unchanged, rejected: summary.rejected, ledger: summary.ledger });
    } catch (error) {
      if (!isAppError(error)) throw error;
    }
  }), { numRuns: sized(30, 500) });
}, 120_000);

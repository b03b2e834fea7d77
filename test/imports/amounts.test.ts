// Tax, shipping and discount beside an amount that holds them already are counted once.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { dayWindow } from "#lib/imports/day-window.ts";
import { previewFile } from "#lib/imports/inspect.ts";
import type { ImportSettings } from "#lib/imports/settings.ts";
import { bytesOf, openShop, type Shop } from "#test/imports/support.ts";

let shop: Shop;
beforeAll(async () => { shop = await openShop(); });
afterAll(() => shop?.close());
beforeEach(() => shop.host.pool.query("truncate fact.sales_order, fact.sale_event, dim.customer, raw.order_telling, raw.order_version, raw.import_file, ingest.import, ingest.reject, ingest.coverage, ingest.dirty_day"));

const preview = (content: string, settings: ImportSettings = {}) => previewFile(() => bytesOf(content), settings, { currency: "EUR", window: dayWindow("Europe/Berlin", new Date("2026-11-21T12:00:00Z")) });

describe("what an amount holds follows its caption:", () => {
  test.each<[string, string, string, Record<string, string>, Record<string, number>, ImportSettings?]>([
    ["an order's total holds tax and shipping", "Order Total,Tax,Shipping", "125,20,5", { sale: "100", shipping: "5", tax: "20" }, { amount_total: 1 }],
    ["a total is after discount", "Total,Discount,Tax,Shipping", "115,10,20,5", { sale: "100", discount: "-10", shipping: "5", tax: "20" }, { amount_total: 1 }],
    ["what was paid, given back whole", "Amount paid,Tax,Shipping", "-125,-20,-5", { return: "-100", shipping: "-5", tax: "-20" }, { amount_total: 1 }],
    ["net sales are after discount", "Net Sales,Discount Amount", "90,10", { sale: "100", discount: "-10" }, { amount_after_discount: 1 }],
    ["a discount may stand with its minus", "Net,Discount", "90,-10", { sale: "100", discount: "-10" }, { amount_after_discount: 1 }],
    ["a subtotal is goods alone", "Subtotal,Discount,Shipping,Tax", "100,10,5,19", { sale: "100", discount: "-10", shipping: "5", tax: "19" }, {}],
    ["a total with nothing beside it is taken as it is", "Order Total", "125", { sale: "125" }, {}],
    ["a price times its quantity is goods alone", "Price,Qty,Tax", "50,2,20", { sale: "100", tax: "20" }, {}],
    ["a total that holds VAT at a rate is split by it, and its tax column tells the same again", "Total,Shipping,Tax", "119,11.90,19", { sale: "90", shipping: "10", tax: "19" }, { amount_total: 1 }, { pricesIncludeVat: true, vatRate: "19" }],
    ["what a person says comes before the caption", "Subtotal,Tax", "119,19", { sale: "100", tax: "19" }, { amount_with_tax: 1 }, { amountHolds: "with_tax" }],
    ["an amount that doesn't tell is goods alone, and that is said", "Amount,Tax", "119,19", { sale: "119", tax: "19" }, { amount_unclear: 1 }],
  ])("%s", async (_, captions, cells, sums, notes, settings) => {
    const summary = await shop.load(`Order,Date,${captions}\n1,2026-03-01,${cells}\n`, settings);
    expect(summary).toMatchObject({ rejected: 0 });
    expect(summary.ledger).toEqual({ EUR: sums });
    expect(summary.notes).toEqual(notes);
  });
});

test("asked only where the caption doesn't tell and something stands beside the amount; the answer settles it", async () => {
  const questions = async (captions: string, cells: string, settings?: ImportSettings) => (await preview(`Order,Date,${captions}\n1,2026-03-01,${cells}\n`, { pricesIncludeVat: false, ...settings })).questions;
  expect(await questions("Amount,Tax,Shipping", "125,20,5")).toEqual(["amount"]);
  expect(await questions("Amount,Tax,Shipping", "125,20,5", { amountHolds: "total" })).toEqual([]);
  expect(await questions("Umsatz,Versand", "125,5")).toEqual(["amount"]);
  expect(await questions("Order Total,Tax,Shipping", "125,20,5")).toEqual([]);
  expect(await questions("Amount", "125")).toEqual([]);
  expect((await preview("Order,Date,Order Total,Tax\n1,2026-03-01,120,20\n")).notes).toEqual({ amount_total: 1 });
});

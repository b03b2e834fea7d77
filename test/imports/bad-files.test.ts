// A file that can't be imported says what to do, and changes nothing at all.
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isAppError } from "#lib/core/errors.ts";
import { faultWords } from "#lib/imports/faults.ts";
import { importFile } from "#lib/imports/import-file.ts";
import { inspectImport } from "#lib/imports/inspect.ts";
import { receiveFile } from "#lib/imports/file.ts";
import type { ImportSettings } from "#lib/imports/settings.ts";
import { en } from "#lib/words/en/index.ts";
import { bytesOf, openShop, type Shop } from "#test/imports/support.ts";
import { workbook, zipOf } from "#test/imports/zip.ts";

const good = "order_id,date,amount,currency\n1,2026-03-14,12.00,EUR\n2,2026-03-15,24.00,EUR\n";
let shop: Shop;
let untouched: string;
beforeAll(async () => {
  shop = await openShop();
  await shop.load(good);
  untouched = await shop.picture();
});
afterAll(() => shop?.close());

const cases: [string, string, string | Uint8Array, ImportSettings?][] = [
  ["an empty file", "imports.empty", ""],
  ["a file of blanks", "imports.empty", " \n\n  \r\n"],
  ["an empty .gz", "imports.empty", gzipSync("")],
  ["a picture", "imports.binary", Buffer.from("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000a49444154789c6300010000", "hex")],
  ["random bytes", "imports.binary", Buffer.from(Array.from({ length: 4_000 }, (_, at) => (at * 7919) % 256))],
  ["an old .xls", "imports.old_excel", Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(500)])],
  ["a workbook with a password", "imports.locked", Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(100), Buffer.from("EncryptedPackage", "utf16le")])],
  ["a header of other things", "imports.columns_missing", "city,weather\nBerlin,rain\n"],
  ["a table without an amount", "imports.columns_missing", "order_id,date,city\n1,2026-03-14,Berlin\n"],
  ["no header at all", "imports.no_header", "1,2026-03-14,12.00\n2,2026-03-15,24.00\n"],
  ["a header and nothing below", "imports.no_rows", "order_id,date,amount\n"],
  ["a mark never closed", "imports.open_quote", 'order_id,date,amount\n1,2026-03-14,12\n2,"2026-03-15,24\n3,2026-03-16,1\n'],
  ["text after a closed mark", "imports.after_quote", 'order_id,date,amount\n1,"2026-03-14"x,12\n'],
  ["two columns of one name", "imports.column_twice", "order_id,date,amount,Amount\n1,2026-03-14,12,13\n"],
  ["one column meant twice", "imports.mapped_twice", "order_id,date,amount\n1,2026-03-14,12\n", { columns: { amount: "amount", tax: "amount" } }],
  ["a column that isn't there", "imports.column_unknown", "order_id,date,amount\n1,2026-03-14,12\n", { columns: { amount: "sum" } }],
  ["more than 500 columns", "imports.too_many_columns", `${Array.from({ length: 501 }, (_, at) => `column ${at}`).join(",")}\n`],
  ["a .gz that ends too early", "imports.broken_gz", gzipSync(Buffer.from(good.repeat(2_000))).subarray(0, 200)],
  ["a .gz inside a .gz", "imports.binary", gzipSync(gzipSync(good))],
  ["dates that can be read both ways", "imports.date_order", "order_id,date,amount\n1,3/4/2026,12\n2,5/6/2026,13\n"],
  ["VAT without its rate", "imports.vat_rate_missing", good, { pricesIncludeVat: true }],
  ["rows of which none can be read", "imports.all_rejected", "order_id,date,amount\n1,soon,12\n2,later,13\n"],
  ["letters that aren't the said encoding", "imports.unreadable", Buffer.from("order_id,date,amount\n1,2026-03-14,12\u00e9\n", "latin1"), { encoding: "utf-8" }],
  ["a ZIP of something else", "imports.zip", zipOf({ "readme.txt": "hello" })],
  ["a ZIP that is cut", "imports.broken_xlsx", workbook([["order_id", "date", "amount"], ["1", "2026-03-14", "12"]]).subarray(0, 300)],
  ["a workbook that unpacks to 300 MB", "imports.unpacks_too_large", zipOf({ "xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": Buffer.alloc(300_000_000, 32) })],
  ["a workbook part that grows a thousandfold", "imports.unpacks_too_large", zipOf({ "xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": Buffer.alloc(20_000_000, 32) })],
  ["a workbook of 1,000 parts", "imports.unpacks_too_large", zipOf(Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`xl/part${at}.xml`, "<x/>"])))],
  ["a workbook that defines entities", "imports.broken_xlsx", zipOf({ "xl/workbook.xml": '<!DOCTYPE x [<!ENTITY a "b">]><workbook>&a;</workbook>', "xl/_rels/workbook.xml.rels": "<Relationships/>" })],
];

describe("refused, with words that say what to do, and nothing is changed:", () => {
  test.each(cases)("%s", async (_, code, content, settings) => {
    const error = await shop.load(content, settings).then(() => null, (thrown: unknown) => thrown);
    if (!isAppError(error)) throw error ?? new Error("it was imported");
    expect(error.code).toBe(code);
    expect(error.message).not.toMatch(/[{}]|undefined/);
    expect(await shop.picture()).toBe(untouched);
  });
  test("a line of 1 GB, without taking the memory for it", async () => {
    const before = process.memoryUsage().rss;
    let sent = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("order_id,date,amount\n1,2026-03-14,");
      const piece = Buffer.alloc(1 << 20, 57);
      for (; sent < 1_000; sent++) yield piece;
    }
    const error = await importFile(shop.host, { storeId: shop.storeId, name: "line.csv", bytes: () => endless(), settings: {} }).then(() => null, (thrown: unknown) => thrown);
    // Received it would be over 200 MB; unpacked from a .gz it is read until its line is too long.
    expect(isAppError(error) && error.code).toBe("imports.too_large");
    const packed = await shop.load(gzipSync(Buffer.concat([Buffer.from("order_id,date,amount\n1,2026-03-14,"), Buffer.alloc(100_000_000, 57)]))).then(() => null, (thrown: unknown) => thrown);
    expect(isAppError(packed) && packed.code).toBe("imports.long_line");
    expect(process.memoryUsage().rss - before).toBeLessThan(600_000_000);
    expect(await shop.picture()).toBe(untouched);
  });
});

describe("unusual, but imported exactly:", () => {
  const expected = { read: 2, imported: 2, rejected: 0, ledger: { EUR: { sale: "36" } } };
  const files: [string, string | Uint8Array, ImportSettings?][] = [
    ["UTF-16 with its mark (Excel's Unicode text)", Buffer.from(`\ufeff${good.replaceAll(",", "\t")}`, "utf16le")],
    ["UTF-16 without a mark", Buffer.from(good, "utf16le")],
    ["UTF-16 with the high byte first", Buffer.from(`\ufeff${good}`, "utf16le").swap16()],
    ["UTF-8 with its mark", `\ufeff${good}`],
    ["Windows-1252", Buffer.from(good.replace("2026-03-14,12.00,EUR", "2026-03-14,12.00 \u20ac,EUR").replace("\u20ac", "\u0080"), "latin1")],
    ["semicolons and decimal commas", good.replaceAll(",", ";").replaceAll(".00", ",00")],
    ["lines that end in CR alone", good.replaceAll("\n", "\r")],
    ["a title and a span above the header", `Orders of our shop\n"March 1, 2026 - March 31, 2026"\n\n${good}`],
    ["a .gz", gzipSync(good)],
    ["a workbook with dates and numbers", workbook([["order_id", "date", "amount", "currency"], ["1", { date: 46095 }, { number: "12" }, "EUR"], ["2", { date: 46096 }, { number: "23.999999999999996" }, "EUR"]])],
    ["a workbook in a .gz", gzipSync(workbook([["order_id", "date", "amount", "currency"], ["1", { date: 46095 }, { number: "12" }, "EUR"], ["2", { date: 46096.5 }, { number: "24" }, "EUR"]]))],
    ["a header named __proto__", good.replace("currency\n", "currency,__proto__\n").replaceAll("EUR\n", "EUR,x\n")],
  ];
  test.each(files)("%s", async (_, content, settings) => {
    const rehearsal = await shop.load(content, settings, true);
    expect(rehearsal.rejected).toBe(0);
    expect({ ...rehearsal, imported: rehearsal.imported + rehearsal.unchanged }).toMatchObject({ ...expected, ledger: { EUR: { sale: expect.stringMatching(/^36$|^35\.999999|^36\.0/) } } });
    expect(await shop.picture()).toBe(untouched);
  });
});

test("an upload that can't be read keeps its reason, and can be removed", async () => {
  const id = await receiveFile(shop.host, shop.storeId, { name: "x.csv", bytes: bytesOf("city,weather\nBerlin,rain\n"), settings: {}, by: null });
  const preview = await inspectImport(shop.host, id);
  expect(preview?.questions).toContain("columns");
  const broken = await receiveFile(shop.host, shop.storeId, { name: "y.csv", bytes: bytesOf('a,b\n"x,1\n'), settings: {}, by: null });
  expect(await inspectImport(shop.host, broken)).toBeNull();
  const row = await shop.host.db.selectFrom("ingest.import").select(["state", "error"]).where("import_id", "=", broken).executeTakeFirstOrThrow();
  expect(row).toMatchObject({ state: "failed", error: { code: "imports.open_quote" } });
});

test("every fault has its words in the message file, with the same places to fill in", () => {
  const words = en.imports.errors as Record<string, string>;
  const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
  for (const [code, english] of Object.entries(faultWords)) {
    const told = words[code.replace("imports.", "")];
    expect(told, code).toBeTypeOf("string");
    for (const place of places(told!)) expect(places(english), code).toContain(place);
  }
});

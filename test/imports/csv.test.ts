import fc from "fast-check";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { CsvReader } from "#lib/imports/csv.ts";
import { sized } from "#test/support/size.ts";

function read(text: string, cuts: readonly number[], delimiter: "," | ";" | "\t" = ","): string[][] {
  const reader = new CsvReader(delimiter);
  const records: string[][] = [];
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    records.push(...reader.push(text.slice(from, cut), false));
    from = cut;
  }
  return [...records, ...reader.push(text.slice(from), true)];
}

const cell = fc.string({ unit: fc.constantFrom("a", "é", "7", ",", ";", '"', "\n", "\r\n", " ", "\t", "💶"), maxLength: 6 });

describe("records of a CSV file", () => {
  test("come out as the csv-parse library reads them, wherever the text is cut into pieces", () => {
    fc.assert(fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }), fc.constantFrom(",", ";", "\t") as fc.Arbitrary<"," | ";" | "\t">, fc.constantFrom("\n", "\r\n"), fc.boolean(), fc.array(fc.nat(200), { maxLength: 6 }), (rows, delimiter, newline, isAllQuoted, cuts) => {
      const quote = (text: string) => (isAllQuoted || new RegExp(`["\\n\\r${delimiter}]`).test(text) ? `"${text.replaceAll('"', '""')}"` : text);
      const text = rows.map((row) => row.map(quote).join(delimiter)).join(newline);
      const expected = (parse(text, { delimiter, relax_column_count: true, skip_empty_lines: true, record_delimiter: ["\n", "\r\n"] }) as string[][]).filter((row) => row.some((one) => one !== ""));
      expect(read(text, cuts.filter((cut) => cut < text.length), delimiter)).toEqual(expected);
    }), { numRuns: sized(500, 10_000) });
  });
  test("keep a quotation mark that stands inside an unquoted cell: 6\" plate", () => {
    expect(read('sku,name\n1,6" plate\n2,"a ""b"" c"\n', [])).toEqual([["sku", "name"], ["1", '6" plate'], ["2", 'a "b" c']]);
  });
  test("name the line on which a quotation mark opens that is never closed", () => {
    expect(() => read('a,b\n"x\ny",1\n3,"open\nand\n', [9])).toThrow("opens on line 4");
  });
  test("name the line on which text follows a closed quotation mark", () => {
    expect(() => read('a,b\n"x"y,1\n', [])).toThrow("On line 2 text follows");
  });
  test("stop at a line of more than 1,000,000 letters, quoted or not, without keeping it all", () => {
    const endless = (start: string) => {
      const reader = new CsvReader(",");
      reader.push("a,b\n", false);
      reader.push(start, false);
      for (let i = 0; i < 20; i++) reader.push("x".repeat(100_000), false);
    };
    expect(() => endless("1,")).toThrow("Line 2 is longer than 1 MB");
    expect(() => endless('1,"')).toThrow("Line 2 is longer than 1 MB");
  });
});

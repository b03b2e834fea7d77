import { expect, test } from "vitest";
import yauzl from "yauzl";
import { toCsv } from "#lib/exports/csv.ts";
import { neutral, type ExportTable } from "#lib/exports/table.ts";
import { toXlsx } from "#lib/exports/xlsx.ts";

const dangerous = ["=1+1", "+44 20 7946", "-2+3", "@SUM(A1)", "\tcmd", "\rcmd", "\ncmd", "＝1+1", "＋1", "－1", "＠x"];

test.each(dangerous)("text that a spreadsheet would run is led by an apostrophe: %j", (text) => {
  expect(neutral(text)).toBe(`'${text}`);
});

test.each(["Tea cosy", "a=b", "10-pack", "", " =spaced", "'quoted"])("other text is left as it is: %j", (text) => {
  expect(neutral(text)).toBe(text);
});

const table: ExportTable = {
  name: "net_sales by product",
  columns: [{ id: "product", label: "Product", kind: "text" }, { id: "day", label: "Day", kind: "day" }, { id: "net_sales", label: "Net sales", kind: "money" }, { id: "units", label: "Units", kind: "count" }],
  rows: [["=HYPERLINK(\"http://x\")", "2011-08-31", "-5.20", "-3"], ["Tea, \"green\"", "2011-08-30", "1234.5", null], ["two\nlines", null, "0", "1"]],
  about: [["Filters", "=cmd"]],
};

test("CSV: negative numbers stay numbers, formulas become text, commas and quotes are quoted, unknown is empty", () => {
  expect(toCsv(table)).toBe(
    'product,day,net_sales,units\r\n"\'=HYPERLINK(""http://x"")",2011-08-31,-5.20,-3\r\n"Tea, ""green""",2011-08-30,1234.5,\r\n"two\nlines",,0,1\r\n');
});

test.each([
  ["Cap;=1+1", '"Cap;\'=1+1"'], ['Cap;"=1+1"', '"Cap;""\'=1+1"""'], ["Cap\t@SUM(A1)", '"Cap\t\'@SUM(A1)"'], ["Cap\n-2+3", '"Cap\n\'-2+3"'], ["=1;+2", '"\'=1;\'+2"'],
  ["Cap;;＝1", '"Cap;;\'＝1"'], ["Cap; red", '"Cap; red"'], ["10-pack", "10-pack"], ["a=b+c", "a=b+c"],
])("CSV: where a semicolon or a tab separates, no part of a text becomes a formula: %j", (text, expected) => {
  const one: ExportTable = { ...table, rows: [[text, null, "-5.2", "-3"]] };
  const line = toCsv(one).slice("product,day,net_sales,units\r\n".length);
  expect(line).toBe(`${expected},,-5.2,-3\r\n`);
  for (const part of line.split(/[;\t\n]/)) expect(part.replace(/^"+/, "")).not.toMatch(/^[=+\-@＝＋－＠]/);
});

test("Excel: cells are typed, no cell is a formula, the question stands on a sheet of its own", async () => {
  const parts = await unzip(await toXlsx(table));
  const names = [...parts.keys()];
  const sheet = parts.get("xl/worksheets/sheet1.xml")!;
  expect(names).toContain("xl/worksheets/sheet2.xml");
  expect([...parts.values()].some((part) => /<f[ >]/.test(part))).toBe(false);
  expect(sheet).toMatch(/<c r="C2"[^>]*><v>-5\.2<\/v>/);
  expect(sheet).toMatch(/<c r="D2"[^>]*><v>-3<\/v>/);
  const texts = [...parts.values()].join("");
  expect(texts).toContain("=HYPERLINK");
  expect(sheet).toMatch(/<c r="A2"[^>]* t="(s|inlineStr|str)"/);
});

function unzip(bytes: Buffer): Promise<Map<string, string>> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      const parts = new Map<string, string>();
      zip.on("entry", (entry: yauzl.Entry) => zip.openReadStream(entry, (fault, stream) => {
        if (fault) return reject(fault);
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => { parts.set(entry.fileName, Buffer.concat(chunks).toString("utf8")); zip.readEntry(); });
      }));
      zip.on("end", () => resolve(parts));
      zip.readEntry();
    });
  });
}

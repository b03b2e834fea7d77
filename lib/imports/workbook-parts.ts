// The XML parts of a workbook. A document type is refused, so no entity can grow or reach out.
import { SaxesParser } from "saxes";
import { fault } from "#lib/imports/faults.ts";

type Text = AsyncIterable<string>;
type Attributes = Record<string, string>;
interface Handlers {
  open?(name: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Feeds a part through the parser, piece by piece; names come without their prefix. */
async function* walk(text: Text, handlers: Handlers): AsyncGenerator<void> {
  const parser = new SaxesParser();
  const local = (name: string): string => name.slice(name.indexOf(":") + 1);
  parser.on("doctype", () => { throw fault("imports.broken_xlsx"); });
  parser.on("error", (error) => { throw error; });
  if (handlers.open) parser.on("opentag", (tag) => handlers.open!(local(tag.name), tag.attributes as Attributes));
  if (handlers.text) parser.on("text", (value) => handlers.text!(value));
  if (handlers.close) parser.on("closetag", (tag) => handlers.close!(local(tag.name)));
  for await (const piece of text) {
    parser.write(piece);
    yield;
  }
  parser.close();
}

async function whole(text: Text, handlers: Handlers): Promise<void> {
  for await (const _ of walk(text, handlers));
}

/** Where the first visible sheet is, and from which year its dates count. */
export async function readWorkbook(workbook: Text, relations: Text): Promise<{ sheet: string; is1904: boolean }> {
  let is1904 = false;
  let relation: string | undefined;
  await whole(workbook, {
    open(name, attributes) {
      if (name === "workbookPr") is1904 = attributes["date1904"] === "1" || attributes["date1904"] === "true";
      if (name === "sheet" && relation === undefined && (attributes["state"] ?? "visible") === "visible") relation = attributes["r:id"] ?? Object.entries(attributes).find(([key]) => key.endsWith(":id"))?.[1];
    },
  });
  let target: string | undefined;
  await whole(relations, { open(name, attributes) { if (name === "Relationship" && attributes["Id"] === relation) target = attributes["Target"]; } });
  if (!relation || !target) throw fault("imports.broken_xlsx");
  return { sheet: target.startsWith("/") ? target.slice(1) : `xl/${target.replace(/^\.\//, "")}`, is1904 };
}

/** The shared strings in their order; phonetic hints left out. */
export async function readStrings(text: Text): Promise<string[]> {
  const strings: string[] = [];
  let current = "";
  let isText = false;
  let isHint = false;
  await whole(text, {
    open(name) {
      if (name === "si") current = "";
      else if (name === "rPh") isHint = true;
      else if (name === "t") isText = !isHint;
    },
    text(value) { if (isText) current += value; },
    close(name) {
      if (name === "si") strings.push(current);
      else if (name === "rPh") isHint = false;
      else if (name === "t") isText = false;
    },
  });
  return strings;
}

/** Which cell styles show a number as a date or time. */
export async function readStyles(text: Text): Promise<boolean[]> {
  const formats = new Map<string, string>();
  const styles: boolean[] = [];
  let isCells = false;
  await whole(text, {
    open(name, attributes) {
      if (name === "numFmt") formats.set(attributes["numFmtId"] ?? "", attributes["formatCode"] ?? "");
      else if (name === "cellXfs") isCells = true;
      else if (name === "xf" && isCells) {
        const id = attributes["numFmtId"] ?? "0";
        const code = formats.get(id)?.replace(/"[^"]*"|\[[^\]]*\]|\\./g, "");
        styles.push(code === undefined ? (Number(id) >= 14 && Number(id) <= 22) || (Number(id) >= 45 && Number(id) <= 47) : /[dmyhs]/i.test(code) && !/[#0?]{2}|general/i.test(code.replace(/0+$/, "")));
      }
    },
    close(name) { if (name === "cellXfs") isCells = false; },
  });
  return styles;
}

const maxColumns = 500;

/** Rows of a sheet in batches, each cell as text. */
export async function* readSheet(text: Text, book: { strings: readonly string[]; isDate: readonly boolean[]; is1904: boolean }): AsyncGenerator<string[][]> {
  let rows: string[][] = [];
  let row: string[] = [];
  let column = -1;
  let type = "n";
  let style = 0;
  let value = "";
  let isValue = false;
  let letters = 0;
  for await (const _ of walk(text, {
    open(name, attributes) {
      if (name === "row") [row, column, letters] = [[], -1, 0];
      else if (name === "c") {
        column = columnOf(attributes["r"]) ?? column + 1;
        if (column >= maxColumns) throw fault("imports.too_many_columns", { count: column + 1 });
        [type, style, value] = [attributes["t"] ?? "n", Number(attributes["s"] ?? 0), ""];
      } else if (name === "v" || name === "t") isValue = true;
    },
    text(piece) {
      if (!isValue) return;
      value += piece;
      if ((letters += piece.length) > 1_000_000) throw fault("imports.long_line", { line: rows.length + 1 });
    },
    close(name) {
      if (name === "v" || name === "t") isValue = false;
      else if (name === "c") {
        while (row.length < column) row.push("");
        row[column] = type === "s" ? (book.strings[Number(value)] ?? "") : type === "n" ? numberText(value, book.isDate[style] ?? false, book.is1904) : type === "b" ? (value === "1" ? "true" : "false") : value;
      } else if (name === "row" && row.some((cell) => cell !== "")) rows.push(row);
    },
  })) {
    if (rows.length === 0) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

/** "BC7" → 54; undefined without a reference. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = reference && /^[A-Z]{1,3}/.exec(reference)?.[0];
  if (!letters) return undefined;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

/** Excel keeps 2.55 as 2.5499999999999998 and days as a count; whole seconds are meant. */
function numberText(text: string, isDate: boolean, is1904: boolean): string {
  const number = Number(text);
  if (text === "" || !Number.isFinite(number)) return text;
  if (!isDate || number < 1) return String(number);
  const milliseconds = Math.round((number - 25_569 + (is1904 ? 1_462 : 0)) * 86_400) * 1_000;
  if (Math.abs(milliseconds) > 8e15) return text;
  return new Date(milliseconds).toISOString().slice(0, 19).replace("T", " ");
}

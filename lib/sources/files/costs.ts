// What goods cost the shop: one line a product, from a day on.
import type { ProductCost } from "#lib/facts/cost.ts";
import { refuse, type FilePreset } from "#lib/sources/files/preset.ts";
import { markOf, openTable, orderOf, readAmount, readCurrency, readDay, readLines, readText, type Columns } from "#lib/sources/files/table.ts";

const columns: Columns = { product: ["sku", "product_id", "product id", "variant sku"], cost: ["cost", "cost per item", "unit cost"], currency: ["currency"], from: ["from", "valid from", "date"] };
/** A cost without a day holds for all that was ever sold. */
const always = "1990-01-01";

export const costsFile: FilePreset = {
  id: "costs",
  label: "Costs of goods",
  help: "A table with the columns sku and cost for one piece without tax; currency, and from (the day since when), if you have them.",
  signature: ["sku", "cost"],
  read(records, about) {
    const table = openTable(records, this.signature, columns);
    const mark = markOf(table, ["cost"], about);
    const hasDays = table.columns.has("from");
    const order = hasDays ? orderOf(table, "from", about) : null;
    const { rows, rejects } = readLines(table, (line): ProductCost => ({
      productId: readText(table, line, "product"), fromDay: hasDays ? readDay(table, line, "from", order) : always,
      cost: readAmount(table, line, "cost", mark), currency: readCurrency(table, line, "currency", about.currency),
    }));
    const seen = new Map<string, string>();
    for (const row of rows) {
      const key = `${row.productId} ${row.fromDay}`;
      if (seen.has(key) && seen.get(key) !== `${row.cost} ${row.currency}`) refuse("cost_twice", `${row.productId} has two costs from the same day on.`, { product: row.productId });
      seen.set(key, `${row.cost} ${row.currency}`);
    }
    return { preset: this.id, fact: null, rows: [...new Map(rows.map((row) => [`${row.productId} ${row.fromDay}`, row])).values()], read: table.lines.length, rejects, span: null, told: null };
  },
};

// The part of Google's query language that daily reports need: fields, one resource, conditions, order, limit.
export interface GaqlQuery {
  fields: string[];
  resource: string;
  conditions: Condition[];
  orderBy: { field: string; isDescending: boolean }[];
  limit: number | undefined;
}

export interface Condition { field: string; operator: string; values: string[] }

/** Throws an Error with Google's words on text that is no query. */
export function parseGaql(text: string): GaqlQuery {
  const flat = text.replace(/\s+/g, " ").trim();
  const match = /^SELECT (.+?) FROM (\w+)(?: WHERE (.+?))?(?: ORDER BY (.+?))?(?: LIMIT (\d+))?(?: PARAMETERS .+)?$/i.exec(flat);
  if (!match) throw new Error("Error in query: unexpected input.");
  const [, select, resource, where, order, limit] = match as unknown as [string, string, string, string | undefined, string | undefined, string | undefined];
  const fields = select.split(",").map((field) => field.trim());
  const bad = fields.find((field) => !/^[a-z_]+(\.[a-z_0-9]+)+$/.test(field));
  if (bad !== undefined) throw new Error(`Error in SELECT clause: invalid field name '${bad}'.`);
  return {
    fields, resource,
    conditions: where ? conditions(where) : [],
    orderBy: (order?.split(",") ?? []).map((part) => ({ field: part.trim().split(" ")[0]!, isDescending: / desc$/i.test(part.trim()) })),
    limit: limit === undefined ? undefined : Number(limit),
  };
}

function conditions(text: string): Condition[] {
  const pattern = /^([a-z_.0-9]+) (BETWEEN|NOT IN|IN|NOT LIKE|LIKE|DURING|IS NOT NULL|IS NULL|!=|>=|<=|=|>|<) ?(?:'([^']*)' AND '([^']*)'|\(([^)]*)\)|'([^']*)'|"([^"]*)"|([\w.-]+))?(?: AND |$)/i;
  const found: Condition[] = [];
  let rest = text.replace(/\s*(!=|>=|<=|(?<![!<>])=|>(?!=)|<(?!=))\s*/g, " $1 ");
  while (rest !== "") {
    const match = pattern.exec(rest);
    if (!match) throw new Error(`Error in WHERE clause: unexpected input '${rest.slice(0, 40)}'.`);
    const [whole, field = "", operator = "", from, to, list, single, double, bare] = match;
    const values = from !== undefined ? [from, to!] : list !== undefined ? list.split(",").map((item) => item.trim().replace(/^['"]|['"]$/g, "")) : [single ?? double ?? bare ?? ""];
    found.push({ field, operator: operator.toUpperCase(), values });
    rest = rest.slice(whole.length);
  }
  return found;
}

/** Whether a value passes: numbers are compared as numbers, days and words as text. */
export function holds(condition: Condition, value: unknown): boolean {
  const text = value === null || value === undefined ? "" : String(value);
  const [first = "", second = ""] = condition.values;
  const side = (other: string) => (typeof value === "number" ? value - Number(other) : text < other ? -1 : text > other ? 1 : 0);
  switch (condition.operator) {
    case "=": return typeof value === "boolean" ? text.toUpperCase() === first.toUpperCase() : side(first) === 0;
    case "!=": return typeof value === "boolean" ? text.toUpperCase() !== first.toUpperCase() : side(first) !== 0;
    case ">": return side(first) > 0;
    case ">=": return side(first) >= 0;
    case "<": return side(first) < 0;
    case "<=": return side(first) <= 0;
    case "BETWEEN": return side(first) >= 0 && side(second) <= 0;
    case "IN": return condition.values.includes(text);
    case "NOT IN": return !condition.values.includes(text);
    case "LIKE": return like(first).test(text);
    case "NOT LIKE": return !like(first).test(text);
    case "IS NULL": return value === null || value === undefined;
    case "IS NOT NULL": return value !== null && value !== undefined;
    default: throw new Error(`Error in WHERE clause: operator ${condition.operator} can't be used here.`);
  }
}

function like(pattern: string): RegExp {
  return new RegExp(`^${pattern.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("%", ".*")}$`, "i");
}

/** "metrics.cost_micros" → ["metrics", "costMicros"]. */
export function jsonPath(field: string): string[] {
  return field.split(".").map((part) => part.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()));
}

// Bulk operations: a query's orders are written to a file in the background, one object a line, children by __parentId.
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { once } from "node:events";
import os from "node:os";
import path from "node:path";
import { Kind, parse, type FieldNode, type OperationDefinitionNode } from "graphql";
import type { DemoStore } from "#lib/demo/records.ts";
import { instantText } from "#lib/demo/servers/local-time.ts";
import { gid, shopifyOrder } from "#lib/demo/servers/shopify-order.ts";
import { argumentsOf, fieldsOf, planOf, project, readField, type Plan } from "#lib/demo/servers/shopify-project.ts";
import { findOrders, readSearch } from "#lib/demo/servers/shopify-search.ts";
import type { Setting } from "#lib/demo/servers/vendor.ts";

interface Operation {
  id: string; store: DemoStore; query: string; isGrouped: boolean; file: string; createdAt: Date; completedAt: Date | null;
  status: "RUNNING" | "COMPLETED" | "FAILED" | "CANCELED"; objects: number; roots: number;
}

const atOnce = 5;
/** Orders whose children come after all of them when groupObjects is false. */
const heap = 100;

export function bulkOperations(setting: Setting) {
  const operations: Operation[] = [];
  let folder: string | undefined;

  /** Field and message of Shopify's userErrors, or the operation. */
  function run(store: DemoStore, query: string, isGrouped: boolean): { operation?: Operation; message?: string } {
    if (operations.filter((each) => each.store === store && each.status === "RUNNING").length >= atOnce) return { message: "A bulk query operation for this app and shop is already in progress." };
    let root: { field: FieldNode; plan: Plan };
    try {
      root = rootOf(query);
    } catch (error) {
      return { message: (error as Error).message };
    }
    folder ??= mkdtempSync(path.join(os.tmpdir(), "storecast-demo-bulk-"));
    const number = String(720_000_000_001 + operations.length);
    const operation: Operation = { id: gid("BulkOperation", number), store, query, isGrouped, file: path.join(folder, `${number}.jsonl`), createdAt: setting.now(), completedAt: null, status: "RUNNING", objects: 0, roots: 0 };
    operations.push(operation);
    void write(operation, root.field, root.plan).then(
      () => { if (operation.status === "RUNNING") operation.status = "COMPLETED"; operation.completedAt = setting.now(); },
      () => { operation.status = "FAILED"; },
    );
    return { operation };
  }

  async function write(operation: Operation, field: FieldNode, plan: Plan): Promise<void> {
    const out = createWriteStream(operation.file);
    const args = argumentsOf(field, plan);
    const search = readSearch(args.query as string | undefined, "placed", setting.now());
    const asked = nodeSelection(field, plan);
    let held: string[] = [];
    let sinceBreath = 0;
    const flush = async () => {
      if (held.length > 0 && !out.write(`${held.join("\n")}\n`)) await once(out, "drain");
      held = [];
    };
    for (const order of findOrders(setting, operation.store, search, search.by, false, undefined)) {
      if (operation.status !== "RUNNING") break;
      const own: string[] = [];
      const count = writeNode(shopifyOrder(order, operation.store), asked, plan, undefined, own, operation.isGrouped ? own : held);
      operation.roots++;
      operation.objects += count;
      if (!out.write(`${own.join("\n")}\n`)) await once(out, "drain");
      if (operation.roots % heap === 0) await flush();
      // Others of this process get their turn.
      if (++sinceBreath % 50 === 0) await new Promise((next) => setImmediate(next));
    }
    await flush();
    out.end();
    await once(out, "close");
  }

  return {
    run,
    current: (store: DemoStore) => operations.filter((each) => each.store === store).at(-1),
    find: (store: DemoStore, id: string) => operations.find((each) => each.store === store && each.id === id),
    cancel(operation: Operation) { if (operation.status === "RUNNING") operation.status = "CANCELED"; },
    /** The download behind `url`, or undefined. */
    download(store: DemoStore, number: string) {
      const operation = operations.find((each) => each.store === store && each.id === gid("BulkOperation", number));
      return operation?.status === "COMPLETED" ? createReadStream(operation.file, "utf8") as AsyncIterable<string> : undefined;
    },
    /** As GraphQL tells it; `base` is the shop's address. */
    tell: (operation: Operation, base: string) => ({
      __typename: "BulkOperation", id: operation.id, status: operation.status, errorCode: operation.status === "FAILED" ? "INTERNAL_SERVER_ERROR" : null,
      createdAt: instantText(operation.createdAt), completedAt: operation.completedAt ? instantText(operation.completedAt) : null,
      objectCount: String(operation.objects), rootObjectCount: String(operation.roots), query: operation.query, type: "QUERY", partialDataUrl: null,
      fileSize: operation.status === "COMPLETED" ? String(statSync(operation.file).size) : null,
      // No rows: no file, as Shopify answers.
      url: operation.status === "COMPLETED" && operation.objects > 0 ? `${base}/bulk/${operation.id.split("/").at(-1)}.jsonl` : null,
    }),
    close() { if (folder) rmSync(folder, { recursive: true, force: true }); },
  };
}

/** Finds `orders` in the query. Throws what Shopify says to a query that can't run in bulk. */
function rootOf(query: string): { field: FieldNode; plan: Plan } {
  const document = parse(query);
  const plan = planOf(document, {});
  const operation = document.definitions.find((definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION);
  const fields = operation ? fieldsOf(operation.selectionSet, null, plan) : [];
  if (fields.length !== 1 || fields[0]!.name.value !== "orders") throw new Error("Bulk queries must contain exactly one top-level connection that this shop has: orders.");
  let connections = 0;
  (function walk(field: FieldNode, depth: number, isInList: boolean): void {
    const below = field.selectionSet ? fieldsOf(field.selectionSet, null, plan) : [];
    const isConnection = below.some((each) => each.name.value === "edges" || each.name.value === "nodes");
    if (isConnection && isInList) throw new Error("Queries that contain a connection field within a list field are not currently supported.");
    if (isConnection && ++connections > 5) throw new Error("Bulk queries cannot contain more than 5 connections.");
    if (isConnection && depth > 2) throw new Error("Bulk queries cannot contain connections with a nesting depth greater than 2.");
    for (const each of below) walk(each, isConnection ? depth + 1 : depth, isInList || field.name.value === "refunds");
  })(fields[0]!, 0, false);
  return { field: fields[0]!, plan };
}

const selections = new WeakMap<FieldNode, FieldNode[]>();

/** The fields asked of each node of a connection. */
function nodeSelection(field: FieldNode, plan: Plan): FieldNode[] {
  const known = selections.get(field);
  if (known) return known;
  const found = fieldsOf(field.selectionSet!, null, plan).flatMap((part) => {
    if (part.name.value === "nodes") return fieldsOf(part.selectionSet!, null, plan);
    if (part.name.value !== "edges") return [];
    return fieldsOf(part.selectionSet!, null, plan).filter((inner) => inner.name.value === "node").flatMap((node) => fieldsOf(node.selectionSet!, null, plan));
  });
  selections.set(field, found);
  return found;
}

/** Writes an object and, into `later`, its children; returns how many objects that were. */
function writeNode(value: object, fields: FieldNode[], plan: Plan, parentId: string | undefined, lines: string[], later: string[]): number {
  const own: Record<string, unknown> = {};
  const children: [unknown[], FieldNode][] = [];
  for (const field of fields) {
    const held = readField(value, field, plan);
    const nodes = (held as { nodes?: unknown[] } | null)?.nodes;
    if (Array.isArray(nodes)) children.push([nodes, field]);
    else own[field.alias?.value ?? field.name.value] = project(held, field.selectionSet, plan);
  }
  if (parentId) own.__parentId = parentId;
  lines.push(JSON.stringify(own));
  let count = 1;
  for (const [nodes, field] of children) {
    for (const node of nodes) count += writeNode(node as object, nodeSelection(field, plan), plan, (value as { id: string }).id, later, later);
  }
  return count;
}

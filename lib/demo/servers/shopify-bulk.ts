// Bulk operations: a query's orders are written to a file in the background, one object a line, children by __parentId.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { closeSync, createReadStream, createWriteStream, openSync, unlinkSync } from "node:fs";
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
  id: string; store: DemoStore; query: string; isGrouped: boolean; file: number | undefined; bytes: number; createdAt: Date; completedAt: Date | null;
  status: "RUNNING" | "COMPLETED" | "FAILED" | "CANCELED" | "EXPIRED"; objects: number; roots: number;
}

const atOnce = 5;
/** Orders whose children come after all of them when groupObjects is false. */
const heap = 100;
/** Files of older operations are given up: a first load of years makes about ten. */
const keptFiles = 12;

export function bulkOperations(setting: Setting) {
  const operations: Operation[] = [];

  /** Field and message of Shopify's userErrors, or the operation. */
  function run(store: DemoStore, query: string, isGrouped: boolean): { operation?: Operation; message?: string } {
    if (operations.filter((each) => each.store === store && each.status === "RUNNING").length >= atOnce) return { message: "A bulk query operation for this app and shop is already in progress." };
    let root: { field: FieldNode; plan: Plan };
    try {
      root = rootOf(query);
    } catch (error) {
      return { message: (error as Error).message };
    }
    const number = String(720_000_000_001 + operations.length);
    const operation: Operation = { id: gid("BulkOperation", number), store, query, isGrouped, file: undefined, bytes: 0, createdAt: setting.now(), completedAt: null, status: "RUNNING", objects: 0, roots: 0 };
    operations.push(operation);
    for (const old of operations.filter((each) => each.status === "COMPLETED").slice(0, -keptFiles)) {
      old.status = "EXPIRED";
      release(old);
    }
    void write(operation, root.field, root.plan).then(
      () => { if (operation.status === "RUNNING") operation.status = "COMPLETED"; operation.completedAt = setting.now(); },
      () => { operation.status = "FAILED"; },
    ).then(() => { if (operation.status !== "COMPLETED") release(operation); });
    return { operation };
  }

  function release(operation: Operation): void {
    if (operation.file !== undefined) closeSync(operation.file);
    operation.file = undefined;
  }

  async function write(operation: Operation, field: FieldNode, plan: Plan): Promise<void> {
    // The file loses its name at once, so that no end of this process leaves it behind.
    const name = path.join(os.tmpdir(), `storecast-demo-${randomUUID()}.jsonl`);
    operation.file = openSync(name, "wx+", 0o600);
    unlinkSync(name);
    const out = createWriteStream(name, { fd: operation.file, autoClose: false });
    const put = async (lines: string[]) => {
      const text = `${lines.join("\n")}\n`;
      operation.bytes += Buffer.byteLength(text);
      if (!out.write(text)) await once(out, "drain");
    };
    const args = argumentsOf(field, plan);
    const search = readSearch(args.query as string | undefined, "placed", setting.now());
    const asked = nodeSelection(field, plan);
    let held: string[] = [];
    let sinceBreath = 0;
    const flush = async () => {
      if (held.length > 0) await put(held);
      held = [];
    };
    for (const order of findOrders(setting, operation.store, search, search.by, false, undefined)) {
      if (operation.status !== "RUNNING") break;
      const own: string[] = [];
      const count = writeNode(shopifyOrder(order, operation.store), asked, plan, undefined, own, operation.isGrouped ? own : held);
      operation.roots++;
      operation.objects += count;
      await put(own);
      if (operation.roots % heap === 0) await flush();
      // Others of this process get their turn.
      if (++sinceBreath % 50 === 0) await new Promise((next) => setImmediate(next));
    }
    await flush();
    await new Promise<void>((written) => out.end(written));
  }

  return {
    run,
    current: (store: DemoStore) => operations.filter((each) => each.store === store).at(-1),
    find: (store: DemoStore, id: string) => operations.find((each) => each.store === store && each.id === id),
    cancel(operation: Operation) { if (operation.status === "RUNNING") operation.status = "CANCELED"; },
    /** The download behind `url`, or undefined. */
    download(store: DemoStore, number: string) {
      const operation = operations.find((each) => each.store === store && each.id === gid("BulkOperation", number));
      return operation?.status === "COMPLETED" ? createReadStream("", { fd: operation.file!, start: 0, autoClose: false, encoding: "utf8" }) as AsyncIterable<string> : undefined;
    },
    /** As GraphQL tells it; `base` is the shop's address. */
    tell: (operation: Operation, base: string) => ({
      __typename: "BulkOperation", id: operation.id, status: operation.status, errorCode: operation.status === "FAILED" ? "INTERNAL_SERVER_ERROR" : null,
      createdAt: instantText(operation.createdAt), completedAt: operation.completedAt ? instantText(operation.completedAt) : null,
      objectCount: String(operation.objects), rootObjectCount: String(operation.roots), query: operation.query, type: "QUERY", partialDataUrl: null,
      fileSize: operation.status === "COMPLETED" ? String(operation.bytes) : null,
      // No rows: no file, as Shopify answers.
      url: operation.status === "COMPLETED" && operation.objects > 0 ? `${base}/bulk/${operation.id.split("/").at(-1)}.jsonl` : null,
    }),
    close() {
      for (const operation of operations) {
        // One that still writes gives its file up when it sees this.
        if (operation.status === "RUNNING") operation.status = "CANCELED";
        else release(operation);
      }
    },
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

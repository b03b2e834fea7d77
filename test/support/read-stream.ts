// Reads a source's stream without the engine: a context over the real http, whose waits pass at once.
import { createHttp, type HttpOptions } from "#lib/ingest/http.ts";
import type { Account, Ask, Batch, Context, Endpoint, Rejected, Source } from "#lib/sources/source.ts";

export interface Reading { context: Context; drift: Map<string, number>; waits: number[] }

/** `endpoint` is where an operator would send the requests: a local server. */
export function contextFor(source: Source, given: { settings: unknown; endpoint: Endpoint; account?: Partial<Account>; store?: Context["store"]; now: Date; http?: Partial<HttpOptions> }): Reading {
  const drift = new Map<string, number>();
  const waits: number[] = [];
  let time = given.now.getTime();
  const host = new URL(given.endpoint.base).host;
  const http = createHttp({ allowedHosts: source.hosts, operatorHosts: [host], clock: () => new Date(time), random: () => 0.5, sleep: async (ms) => { waits.push(ms); time += ms; }, ...given.http });
  const context: Context = {
    settings: source.settings.parse(given.settings), endpoint: given.endpoint, http, now: given.now, signal: new AbortController().signal,
    account: { id: "1", name: "", currency: null, zone: null, ...given.account },
    store: given.store ?? { zone: "Europe/Berlin", currency: "EUR" },
    customerKey: (identity) => identity,
    drift: (path) => void drift.set(path, (drift.get(path) ?? 0) + 1),
  };
  return { context, drift, waits };
}

export interface AllRead<Row> { rows: Row[]; read: number; rejects: Rejected[]; told: Record<string, string>; flags: Record<string, string[]>; raws: string[]; batches: number }

/** Every batch of a stream as one. */
export async function readStream<Row = any>(source: Source, name: string, context: Context, ask: Ask): Promise<AllRead<Row>> {
  const stream = source.streams.find((one) => one.name === name)!;
  const all: AllRead<Row> = { rows: [], read: 0, rejects: [], told: {}, flags: {}, raws: [], batches: 0 };
  for await (const batch of stream.read(context, ask) as AsyncIterable<Batch<Row>>) {
    all.rows.push(...batch.rows);
    all.read += batch.read;
    all.rejects.push(...batch.rejects);
    all.raws.push(batch.raw);
    all.batches++;
    Object.assign(all.told, batch.told);
    Object.assign(all.flags, batch.flags);
  }
  return all;
}

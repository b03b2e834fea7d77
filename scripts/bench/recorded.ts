// A vendor whose answers are read from memory: a local server is asked once, what it answered is told again. So what
// is measured is our reading and writing, not the making of answers.
import http from "node:http";
import type { AddressInfo } from "node:net";

interface Kept { status: number; type: string; headers: Record<string, string>; body: Buffer }

export interface Recorded { url: string; close(): Promise<void> }

/** Passes on what it doesn't know yet. The last answer to a question is the one that is kept: a finished bulk operation stays finished. */
export async function recorded(origin: string): Promise<Recorded> {
  const kept = new Map<string, Kept>();
  let own = "";
  const server = http.createServer((request, response) => void (async () => {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const body = Buffer.concat(parts);
    const key = `${request.method} ${request.url} ${body.toString("base64")}`;
    const known = kept.get(key);
    const isOver = known && !/"status":"(RUNNING|CREATED)"/.test(known.body.subarray(0, 2_000).toString());
    const answer = isOver ? known : await ask(request, body);
    kept.set(key, answer);
    response.writeHead(answer.status, { "content-type": answer.type, ...answer.headers, "content-length": answer.body.length }).end(answer.body);
  })().catch((error: unknown) => response.writeHead(502).end(String(error))));

  async function ask(request: http.IncomingMessage, body: Buffer): Promise<Kept> {
    const { host: _host, "content-length": _length, connection: _connection, "accept-encoding": _packed, ...headers } = request.headers;
    const answer = await fetch(`${origin}${request.url}`, { method: request.method, headers: headers as Record<string, string>, ...(body.length > 0 ? { body: new Uint8Array(body) } : {}) });
    // Addresses in answers (a bulk file's) lead here too.
    const text = Buffer.from(await answer.arrayBuffer()).toString("utf8").replaceAll(origin, own);
    const more = Object.fromEntries([...answer.headers].filter(([name]) => name.startsWith("x-")));
    return { status: answer.status, type: answer.headers.get("content-type") ?? "application/json", headers: more, body: Buffer.from(text) };
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: own, close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve()); }) };
}

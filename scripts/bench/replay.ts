// The process of recorded.ts: passes a question on once, what was answered is told again. The origin is its argument;
// where it listens is said by IPC.
import http from "node:http";
import type { AddressInfo } from "node:net";

interface Kept { status: number; type: string; headers: Record<string, string>; body: Buffer }

const origin = process.argv[2]!;
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
process.send!({ url: own });
process.on("disconnect", () => process.exit());

// A server on loopback that answers as a test says, and remembers what it was asked.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Asked { method: string; path: string; query: URLSearchParams; headers: IncomingMessage["headers"]; body: string }
export type Reply = (response: ServerResponse, asked: Asked, count: number) => void;

export interface Vendor {
  /** http://127.0.0.1:PORT */
  base: string;
  /** 127.0.0.1:PORT */
  host: string;
  port: number;
  /** What came, in order. */
  asked: Asked[];
  /** How to answer from now on; forgets what came before. `count` is 1 for the first request. */
  reply(reply: Reply): void;
  close(): Promise<void>;
}

export async function startVendor(): Promise<Vendor> {
  const asked: Asked[] = [];
  let current: Reply = (response) => json(response, {});
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const url = new URL(request.url!, "http://localhost");
      const one = { method: request.method!, path: url.pathname, query: url.searchParams, headers: request.headers, body: Buffer.concat(parts).toString() };
      asked.push(one);
      current(response, one, asked.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    base: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, port, asked,
    reply: (reply) => { asked.length = 0; current = reply; },
    close: () => new Promise<void>((resolve) => { server.closeAllConnections(); server.close(() => resolve()); }),
  };
}

export function json(response: ServerResponse, body: unknown, status = 200, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

/** One answer after the other; the last one stays. */
export function inTurn(...replies: Reply[]): Reply {
  return (response, asked, count) => replies[Math.min(count, replies.length) - 1]!(response, asked, count);
}

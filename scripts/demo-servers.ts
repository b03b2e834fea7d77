// The demo shop's local servers as a process of their own: npm start runs it; loopback only. Says where it answers by IPC.
// --from DAY keeps the world's beginning; --port N asks for the port of last time and takes any other when it is taken.
import { parseArgs } from "node:util";
import { dayAt, now } from "#lib/core/day.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import { demoWorld, firstDayOf } from "#lib/demo/world/index.ts";

const { values } = parseArgs({ options: { from: { type: "string" }, port: { type: "string" } } });
const today = dayAt(now(), "UTC");
const world = demoWorld({ today, from: values.from ?? firstDayOf(today) });
// A bucket as no shop has one: the demo is there to be looked at, not to wait for.
const start = (port: number) => startDemoServers({ world, port, shopifyPoints: { maximum: 1_000_000, perSecond: 100_000 } });
const servers = await start(Number(values.port ?? 0)).catch(() => start(0));
process.send?.({ url: servers.url });
if (!process.send) process.stdout.write(`${servers.url}\n`);
const end = () => void servers.close().then(() => process.exit(0));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
process.on("disconnect", end);

// A vendor whose answers are read from memory: a local server is asked once, what it answered is told again. In a
// process of its own, as vendors are: what is measured is our reading and writing, not the making and telling of answers.
import { fork } from "node:child_process";
import { childEnvironment } from "#lib/config.ts";

export interface Recorded { url: string; close(): void }

/** @param origin the local server that is asked what isn't known yet */
export async function recorded(origin: string): Promise<Recorded> {
  const child = fork("scripts/bench/replay.ts", [origin], { execArgv: ["--import", "tsx"], env: childEnvironment({}), stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const url = await new Promise<string>((resolve, reject) => {
    child.once("message", (message) => resolve((message as { url: string }).url));
    child.once("exit", (code) => reject(new Error(`The recorded vendor ended at once (code ${code}).`)));
  });
  return { url, close: () => child.disconnect() };
}

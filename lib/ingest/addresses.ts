// Looks up a name for a connection and refuses what isn't the public internet. It is asked by the socket
// itself, so a name can't point elsewhere between the check and the connection.
import dns from "node:dns";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { HttpFault } from "#lib/core/fault.ts";

export type Lookup = (name: string) => Promise<{ address: string; family: number }[]>;

const nat64 = ipaddr.IPv6.parse("64:ff9b::");
const system: Lookup = (name) => dns.promises.lookup(name, { all: true });

/** False for loopback, private, link-local, carrier and reserved addresses, also inside mapped and translated IPv6. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  // A network without IPv4 reaches public IPv4 hosts through this prefix: judge what is inside.
  if (parsed instanceof ipaddr.IPv6 && parsed.match(nat64, 96)) return isPublic(parsed.toByteArray().slice(12).join("."));
  return parsed.range() === "unicast";
}

/** A lookup for sockets. Names in `trusted` (the operator's endpoint) may be anywhere. Every address must be public, not just the first. */
export function guardedLookup(trusted: ReadonlySet<string>, lookup: Lookup = system): LookupFunction {
  return (name, options, done) => {
    lookup(name).then(
      (found) => {
        if (!trusted.has(name.toLowerCase()) && !found.every((entry) => isPublic(entry.address))) {
          const fault = new HttpFault({ kind: "input", code: "address_refused", message: `${name} is an address inside a private network. Only the operator of this installation can connect such a host, with npm run connect.` });
          return done(fault, "", 4);
        }
        const wanted = options.family === 4 || options.family === 6 ? found.filter((entry) => entry.family === options.family) : found;
        if (wanted.length === 0) return done(Object.assign(new Error(`${name} has no address`), { code: "ENOTFOUND" }), "", 4);
        return options.all ? done(null, wanted) : done(null, wanted[0]!.address, wanted[0]!.family);
      },
      (error: NodeJS.ErrnoException) => done(error, "", 4),
    );
  };
}

// How often one may try a password, counted in Postgres so that a restart forgives nothing.
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import type pg from "pg";
import { AppError } from "#lib/core/errors.ts";
import { addressGroup } from "#lib/access/address.ts";
import { hashSecret } from "#lib/access/secret.ts";

interface Limit { name: string; points: number; duration: number; blockDuration: number }
const minutes = 60;
/** Failed tries. The account's own limit holds when a caller makes up its address. */
const limits = {
  accountAndAddress: { name: "aa", points: 5, duration: 15 * minutes, blockDuration: 15 * minutes },
  account: { name: "ac", points: 20, duration: 60 * minutes, blockDuration: 60 * minutes },
  address: { name: "ip", points: 100, duration: 60 * minutes, blockDuration: 60 * minutes },
} satisfies Record<string, Limit>;

const made = new WeakMap<pg.Pool, Map<string, RateLimiterPostgres>>();
function limiter(pool: pg.Pool, limit: Limit): RateLimiterPostgres {
  let own = made.get(pool);
  if (!own) made.set(pool, (own = new Map()));
  let one = own.get(limit.name);
  if (!one) {
    one = new RateLimiterPostgres({
      storeClient: pool, storeType: "pool", schemaName: "app", tableName: "try", tableCreated: true,
      keyPrefix: limit.name, points: limit.points, duration: limit.duration, blockDuration: limit.blockDuration,
    });
    own.set(limit.name, one);
  }
  return one;
}

/**
 * Takes one try before the password is looked at, so that tries at the same moment can't slip through.
 * Throws `limited` with the minutes to wait. Returns what to call when the try was good: it gives it back.
 */
export async function takeTry(pool: pg.Pool, account: string, address: string | null): Promise<() => Promise<void>> {
  const group = addressGroup(address);
  const pair = hashSecret(`${account}|${group}`);
  const one = hashSecret(account);
  const place = hashSecret(group);
  await consume(limiter(pool, limits.accountAndAddress), pair);
  await consume(limiter(pool, limits.account), one);
  await consume(limiter(pool, limits.address), place);
  return async () => {
    await limiter(pool, limits.accountAndAddress).delete(pair);
    await limiter(pool, limits.account).reward(one);
    await limiter(pool, limits.address).reward(place);
  };
}

/** Forgets the wrong tries of an account, after its holder proved who they are by a link. */
export async function forgiveTries(pool: pg.Pool, account: string, address: string | null): Promise<void> {
  await limiter(pool, limits.accountAndAddress).delete(hashSecret(`${account}|${addressGroup(address)}`));
  await limiter(pool, limits.account).delete(hashSecret(account));
}

/** Counts a try of a link or another secret that isn't tied to an account. */
export async function takeAddressTry(pool: pg.Pool, address: string | null): Promise<void> {
  await consume(limiter(pool, limits.address), hashSecret(addressGroup(address)));
}

async function consume(one: RateLimiterPostgres, key: string): Promise<void> {
  try {
    await one.consume(key);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
    throw new AppError("limited", "access.too_many_tries", `Too many tries. Try again in ${Math.ceil(seconds / 60)} minutes.`, { seconds, minutes: Math.ceil(seconds / 60) });
  }
}

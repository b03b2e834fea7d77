// The figures of a page, read through the one reader; asked twice within a request, read once.
import { notFound } from "next/navigation";
import { cache } from "react";
import { requireActor } from "#lib/access/page.ts";
import { now } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { log } from "#lib/log.ts";
import { isAppError } from "#lib/core/errors.ts";
import { rolesNeeded } from "#lib/metrics/catalogue.ts";
import type { MetricQuery } from "#lib/metrics/query.ts";
import { readMetrics, type MetricAnswer } from "#lib/metrics/read.ts";
import { readScope, type Scope } from "#lib/metrics/scope.ts";

const answerOf = cache(async (query: string): Promise<MetricAnswer> => {
  const actor = await requireActor("metrics");
  return readMetrics(database(), actor.stores, JSON.parse(query) as MetricQuery, now());
});

const scopeOf = cache(async (part: string): Promise<Scope> => {
  const actor = await requireActor("metrics");
  try {
    const query = JSON.parse(part) as MetricQuery;
    return await readScope(database(), actor.stores, query, now(), rolesNeeded(query.metrics));
  } catch (error) {
    // A store that isn't there, or not for this reader, is a page that isn't there.
    if (isAppError(error) && (error.kind === "missing" || error.kind === "forbidden")) notFound();
    throw error;
  }
});

/** The answer to a query. Throws what readMetrics throws. */
export function readFigures(query: MetricQuery): Promise<MetricAnswer> {
  return answerOf(JSON.stringify(query));
}

/** The answer, or null when it could not be read (the cause is logged): a card then says so, the rest of the page stands. */
export async function tryFigures(query: MetricQuery): Promise<MetricAnswer | null> {
  try {
    return await readFigures(query);
  } catch (error) {
    if (isAppError(error) && error.kind !== "unavailable" && error.kind !== "broken") throw error;
    log.error({ err: error }, "figures could not be read");
    return null;
  }
}

/** Stores, windows and how far the data of the query's figures goes, for the pickers. */
export function readWindows({ metrics, stores, currency, period, compare }: MetricQuery): Promise<Scope> {
  return scopeOf(JSON.stringify({ metrics, stores, currency, period, compare }));
}

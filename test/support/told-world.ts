// A world that a test exchanges under running servers: a day told otherwise, a row gone.
import type { DemoWorld } from "#lib/demo/records.ts";

/** Answers as the world in `now` does. After an exchange call the servers' control.clear(): they remember answers. */
export function exchangeable(first: DemoWorld): { world: DemoWorld; tell(world: DemoWorld): void } {
  let now = first;
  return {
    tell: (world) => { now = world; },
    world: {
      stores: first.stores,
      rows: (...asked) => now.rows(...asked),
      orders: (...asked) => now.orders(...asked),
      order: (...asked) => now.order(...asked),
      searchFinalThrough: (...asked) => now.searchFinalThrough(...asked),
      vitals: (...asked) => now.vitals(...asked),
      lab: (...asked) => now.lab(...asked),
      rates: (...asked) => now.rates(...asked),
    },
  };
}

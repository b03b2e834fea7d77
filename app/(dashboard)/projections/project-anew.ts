// Has a store's projection made anew and waits for it: the scheduler beside the pages makes it.
import { send } from "#app/send.ts";

const pollMs = 1_500;
const patienceMs = 120_000;

/** True when a newer projection stands; false when nothing newer came in two minutes, or `ask`, which sets it going, was refused. */
export async function projectAnew(store: number, today: string, ask: () => Promise<boolean> = async () => (await send("POST", "/api/v1/projections", { store })).ok): Promise<boolean> {
  const before = await madeAt(store, today);
  if (!(await ask())) return false;
  for (let waited = 0; waited < patienceMs; waited += pollMs) {
    await new Promise((resolve) => setTimeout(resolve, pollMs));
    const now = await madeAt(store, today);
    if (now !== null && now !== before) return true;
  }
  return false;
}

/** When the newest projection was made; null where there is none. */
async function madeAt(store: number, today: string): Promise<string | null> {
  try {
    const response = await fetch(`/api/v1/projections?${new URLSearchParams({ metric: "net_sales", store: String(store), from: today, through: today })}`, { cache: "no-store" });
    return response.ok ? ((await response.json()) as { stores: { madeAt: string }[] }).stores[0]?.madeAt ?? null : null;
  } catch {
    return null;
  }
}

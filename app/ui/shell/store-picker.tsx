"use client";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { buttonClass } from "#app/ui/button.tsx";

export interface StoreChoice { id: number; name: string; currency: string }

/** Which store the page is about. One store needs no choice: its name stands there. */
export function StorePicker({ stores, label, all }: { stores: StoreChoice[]; label: string; all: string }) {
  const router = useRouter();
  const path = usePathname();
  const search = useSearchParams();
  const only = stores.length === 1 ? stores[0] : undefined;
  if (stores.length === 0) return null;
  if (only) {
    return (
      <div className="flex items-center justify-between gap-2 rounded-lg border border-line px-2.5 py-2 text-note">
        <span className="truncate text-ink-soft">{only.name}</span><span className="text-ink-faint">{only.currency}</span>
      </div>
    );
  }
  const choose = (value: string) => {
    const next = new URLSearchParams(search);
    if (value) next.set("store", value); else next.delete("store");
    next.delete("after");
    // One order belongs to its store: with another store, the list of orders is what can be shown.
    router.push(`${path.startsWith("/orders/") ? "/orders" : path}?${next}`);
  };
  return (
    <select aria-label={label} value={search.get("store") ?? ""} onChange={(event) => choose(event.target.value)} className={buttonClass("plain", "form-select w-full justify-start pr-8")}>
      <option value="">{all}</option>
      {stores.map((store) => <option key={store.id} value={store.id}>{store.name} · {store.currency}</option>)}
    </select>
  );
}

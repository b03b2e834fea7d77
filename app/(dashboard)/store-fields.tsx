"use client";
// Which store something belongs to: one of those that exist, or a new one by its name, currency and zone.
import { Field, Input, Select } from "#app/ui/field.tsx";
import type { messages } from "#lib/words/words.ts";

export interface NewStore { name: string; currency: string; zone: string }

export type StoreFieldWords = ReturnType<typeof messages>["ui"]["storeFields"] & { store: string };

/** `chosen` is a store's id or "new"; the fields of a new store show for "new" alone. */
export function StoreFields({ stores, chosen, onChoose, made, onMade, currencies, zones, words }: {
  stores: readonly { id: number; name: string }[]; chosen: string; onChoose: (chosen: string) => void; made: NewStore; onMade: (made: NewStore) => void;
  currencies: readonly string[]; zones: readonly string[]; words: StoreFieldWords;
}) {
  const set = (name: keyof NewStore) => (event: { target: { value: string } }) => onMade({ ...made, [name]: event.target.value });
  return (
    <>
      {stores.length > 0 ? (
        <Field label={words.store} name="store" className="max-w-md">
          <Select id="store" value={chosen} onChange={(event) => onChoose(event.target.value)}>
            {stores.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
            <option value="new">{words.newStore}</option>
          </Select>
        </Field>
      ) : null}
      {chosen === "new" ? (
        <fieldset className="grid gap-4 sm:grid-cols-[2fr_1fr_2fr]">
          <Field label={words.storeName} name="store-name"><Input id="store-name" value={made.name} onChange={set("name")} maxLength={80} autoComplete="organization" /></Field>
          <Field label={words.currency} name="store-currency"><Input id="store-currency" list="currencies" value={made.currency} onChange={set("currency")} maxLength={3} className="uppercase placeholder:normal-case" placeholder="EUR" /></Field>
          <Field label={words.zone} name="store-zone" hint={words.zoneHint}><Input id="store-zone" list="zones" value={made.zone} onChange={set("zone")} placeholder="Europe/Berlin" aria-describedby="store-zone-hint" /></Field>
          <datalist id="currencies">{currencies.map((code) => <option key={code} value={code} />)}</datalist>
          <datalist id="zones">{zones.map((zone) => <option key={zone} value={zone} />)}</datalist>
        </fieldset>
      ) : null}
    </>
  );
}

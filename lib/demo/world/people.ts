// Invented buyers: a name and an address at a domain that can't exist.
import { chance, name } from "#lib/demo/world/draws.ts";
import type { Shop } from "#lib/demo/world/shop.ts";

const PERSON = name("person");
const first = ["anna", "ben", "clara", "david", "emma", "felix", "greta", "henry", "ida", "jonas", "kate", "leon", "mia", "noah", "olga", "paul", "rosa", "sam", "tessa", "viktor"];
const last = ["adler", "becker", "carter", "dietz", "ellis", "fischer", "graham", "huber", "ivers", "jensen", "keller", "lang", "meyer", "novak", "owens", "peters", "quinn", "roth", "sanders", "weber"];

/** `customer` is the world's own number; the id and the e-mail stay the same for all orders of a person. */
export function personOf(shop: Shop, customer: number): { id: string; email: string } {
  const id = customer - 18_000_000;
  const given = first[Math.floor(chance(shop.salt, PERSON, customer, 1) * first.length)]!;
  const family = last[Math.floor(chance(shop.salt, PERSON, customer, 2) * last.length)]!;
  return { id: shop.store.platform === "shopify" ? String(7_000_000_000_000 + id) : String(id), email: `${given}.${family}.${id}@mail.example` };
}

// Someone of each kind that the access matrix names, made in the running product the way people are made.
import { randomBytes } from "node:crypto";
import type { Database } from "#db/client.ts";
import { owner } from "#test/support/app.ts";

/** The headers with which a principal asks. */
export type Principals = Record<string, Record<string, string>>;
const password = "nine purple kettles boil";

/** Sends JSON to the product as one of its own pages would. */
export function post(base: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(base + path, { method: "POST", headers: { "content-type": "application/json", origin: base, ...headers }, body: JSON.stringify(body) });
}

const cookieOf = (answer: Response) => answer.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");

/** A fresh session of a person, as headers. Throws when the sign-in is refused. */
export async function signIn(base: string, email: string, secret = password): Promise<Record<string, string>> {
  const answer = await post(base, "/api/v1/session", { email, password: secret });
  if (!answer.ok) throw new Error(`${email} could not sign in: ${await answer.text()}`);
  return { cookie: cookieOf(answer), origin: base };
}

/** Each process makes its own people: after a failed test the next ones run in a new one. */
const run = randomBytes(4).toString("hex");
export const emailOf = (principal: string) => `${principal.replace(/\W/g, "-")}-${run}@matrix.example`;

/** Visitor, each role, one who is shut out, and a key of each scope. */
export async function makePrincipals(base: string, db: Database, names: readonly string[]): Promise<Principals> {
  const own = await signIn(base, owner.email, owner.password);
  const made: Principals = {};
  for (const name of names) {
    if (name === "visitor") made[name] = { origin: base };
    else if (name === "owner") made[name] = own;
    else if (name.startsWith("key ")) {
      const answer = await post(base, "/api/v1/keys", { name, scopes: [name.slice(4)], days: 1 }, own);
      made[name] = { origin: base, authorization: `Bearer ${((await answer.json()) as { key: string }).key}` };
    } else {
      const invited = await post(base, "/api/v1/invitations", { email: emailOf(name), role: "marketer" }, own);
      // Another file of this process made the same person.
      if (!invited.ok) { made[name] = await signIn(base, emailOf(name), password); continue; }
      const { path } = (await invited.json()) as { path: string };
      const joined = await post(base, `/api/v1/invitations/accept/${path.split("/").at(-1)}`, { name, password });
      made[name] = { cookie: cookieOf(joined), origin: base };
      const person = db.updateTable("app.person").where("email", "=", emailOf(name));
      if (name === "shut out") await person.set({ disabled_at: new Date() }).execute();
      else await person.set({ role: name }).execute();
    }
  }
  return made;
}

// The door of pages: who reads this, and may they.
import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { database } from "#lib/database.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authenticate } from "#lib/access/authenticate.ts";
import { may, type Action, type Resource } from "#lib/access/policy.ts";

/** The signed-in reader of this page or null; asked of the database once a request. */
export const pageActor = cache(async (): Promise<Actor | null> => {
  const actor = await authenticate(database(), await headers());
  // Keys are for /api; a page is for a person.
  return actor?.via === "session" ? actor : null;
});

/** The address that was asked for, as proxy.ts noted it; only for the way back and for asking early. */
async function askedAddress(): Promise<string> {
  return (await headers()).get("x-storecast-path") ?? "/";
}

/** The reader of this page. Sends visitors to sign in and back, shows the refusal page to the wrong role. */
export async function requireActor(resource: Resource, action: Action = "read"): Promise<Actor> {
  const actor = await pageActor();
  if (!actor) {
    const asked = await askedAddress();
    redirect(asked !== "/" ? `/sign-in?next=${encodeURIComponent(asked)}` : "/sign-in");
  }
  if (!may(actor, resource, action)) forbidden();
  return actor;
}

/**
 * For the frame around pages: asks for the page that the address names before anything is sent, so that a
 * refusal keeps its status (inside a loading boundary it would come after a 200). The page asks again itself.
 */
export async function requireFrame(pages: readonly { path: string; resource: Resource }[]): Promise<Actor> {
  const [path] = (await askedAddress()).split("?");
  const page = pages.filter((one) => path === one.path || path!.startsWith(`${one.path}/`)).sort((a, b) => b.path.length - a.path.length)[0];
  return requireActor(page?.resource ?? "account");
}

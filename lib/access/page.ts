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

/** The reader of this page. Sends visitors to sign in and back, shows the refusal page to the wrong role. */
export async function requireActor(resource: Resource, action: Action = "read"): Promise<Actor> {
  const actor = await pageActor();
  if (!actor) {
    const asked = (await headers()).get("x-storecast-path");
    redirect(asked && asked !== "/" ? `/sign-in?next=${encodeURIComponent(asked)}` : "/sign-in");
  }
  if (!may(actor, resource, action)) forbidden();
  return actor;
}

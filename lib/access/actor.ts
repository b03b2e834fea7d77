import type { Rights } from "#lib/access/policy.ts";

/** Who asks: a signed-in person, or a key that a person made. Read anew on each request. */
export interface Actor extends Rights {
  userId: string;
  name: string;
  email: string;
  /** Stores whose figures this actor may read. */
  stores: "all" | number[];
  via: "session" | "key";
  /** app.session.id or app.api_key.key_id, as text. */
  credentialId: string;
  /** Where the request came from, as far as we can tell. */
  ip: string | null;
}

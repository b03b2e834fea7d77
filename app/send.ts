// Sending a change from a page: JSON to our own API, and its answer as a value.

/** What the door said when it refused; `field` names the input at fault. An empty message means that nothing answered. */
export interface Refusal { message: string; code: string; field?: string }
export type Sent<T> = { ok: true; body: T } | { ok: false; error: Refusal };

/** Never throws: a dead line is a refusal with an empty message. */
export async function send<T = unknown>(method: "POST" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<Sent<T>> {
  try {
    const response = await fetch(path, { method, cache: "no-store", ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }) });
    const answer = (await response.json()) as T & { error?: Refusal };
    return response.ok ? { ok: true, body: answer } : { ok: false, error: answer.error ?? { message: "", code: "" } };
  } catch {
    return { ok: false, error: { message: "", code: "" } };
  }
}

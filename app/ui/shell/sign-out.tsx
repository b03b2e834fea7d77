"use client";

/** Ends the session on the server, then leaves by a fresh load, so that nothing of it stays in memory. */
export function SignOut({ label }: { label: string }) {
  const leave = async () => {
    await fetch("/api/v1/session", { method: "DELETE" });
    window.location.assign("/sign-in");
  };
  return <button type="button" onClick={leave} className="mt-0.5 block w-full rounded-md px-2.5 py-1.5 text-left text-note text-ink hover:bg-sunken">{label}</button>;
}

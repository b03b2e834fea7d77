"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { send } from "#app/send.ts";
import { Button } from "#app/ui/button.tsx";

/** Makes the projections of these stores now, one after the other, and shows the page anew. */
export function ProjectNow({ stores, words }: { stores: readonly number[]; words: { do: string; busy: string; failed: string } }) {
  const router = useRouter();
  const [state, setState] = useState<"idle" | "busy" | "failed">("idle");
  const make = async () => {
    setState("busy");
    const done = [];
    for (const store of stores) done.push(await send("POST", "/api/v1/projections/run", { store }));
    setState(done.every((one) => one.ok) ? "idle" : "failed");
    router.refresh();
  };
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button kind="primary" disabled={state === "busy"} onClick={make}>{state === "busy" ? words.busy : words.do}</Button>
      {state === "failed" ? <p role="alert" className="text-note text-bad">{words.failed}</p> : null}
    </div>
  );
}

"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { projectAnew } from "#app/(dashboard)/projections/project-anew.ts";
import { Button } from "#app/ui/button.tsx";

/** Makes the projections of these stores now, one after the other, and shows the page anew. */
export function ProjectNow({ stores, today, words }: { stores: readonly number[]; today: string; words: { do: string; busy: string; failed: string } }) {
  const router = useRouter();
  const [state, setState] = useState<"idle" | "busy" | "failed">("idle");
  const make = async () => {
    setState("busy");
    const done = [];
    for (const store of stores) done.push(await projectAnew(store, today));
    setState(done.every(Boolean) ? "idle" : "failed");
    router.refresh();
  };
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button kind="primary" disabled={state === "busy"} onClick={make}>{state === "busy" ? words.busy : words.do}</Button>
      {state === "failed" ? <p role="alert" className="text-note text-bad">{words.failed}</p> : null}
    </div>
  );
}

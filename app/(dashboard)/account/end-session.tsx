"use client";
import { useRouter } from "next/navigation";
import { Button } from "#app/ui/button.tsx";
import { useSend } from "#app/use-send.ts";

/** Ends another session of one's own. */
export function EndSession({ id, end, label, noAnswer }: { id: string; end: string; label: string; noAnswer: string }) {
  const router = useRouter();
  const { busy, errorOf, run } = useSend(noAnswer);
  const finish = async () => {
    await run("DELETE", `/api/v1/account/sessions/${id}`);
    router.refresh();
  };
  return <><Button kind="danger" disabled={busy} aria-label={label} onClick={finish}>{end}</Button>{errorOf() ? <p role="alert" className="mt-1 text-note text-bad">{errorOf()}</p> : null}</>;
}

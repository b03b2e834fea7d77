"use client";
import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import type { DemoWords } from "./words.ts";
import { Button } from "#app/ui/button.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { useSend } from "#app/use-send.ts";

/** Says on every page that what it shows is simulated, and takes the demo away. Silent where the address names stores of one's own alone. */
export function DemoBanner({ stores, words }: { stores: readonly number[]; words: DemoWords }) {
  const router = useRouter();
  const store = useSearchParams().get("store");
  const { busy, errorOf, run, clear } = useSend(words.noAnswer);
  const [isAsking, setAsking] = useState(false);
  const [kept, setKept] = useState<string[]>([]);
  // Several may be named; "all", or nothing that is a store, shows all of them, the demo too.
  const named = (store ?? "").split(",").map(Number).filter((id) => id > 0);
  if (named.length > 0 && !named.some((id) => stores.includes(id))) return null;
  const close = () => { setAsking(false); clear(); };
  const remove = async () => {
    const answer = await run<{ stores: string[]; kept: string[] }>("DELETE", "/api/v1/demo");
    if (answer === null) return;
    setAsking(false);
    setKept(answer.kept);
    // The address may name a store that is gone.
    if (answer.kept.length === 0) router.push("/");
    router.refresh();
  };
  return (
    <div data-demo className="no-print mb-4 flex flex-col gap-2 print:block">
      <div role="note" className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5 rounded-lg border border-line bg-warn-faint px-4 py-1.5 text-note text-ink">
        <p><b>{words.banner}</b> {words.bannerText}</p>
        {words.isRemover ? <Button kind="quiet" className="min-h-8! px-2! py-1!" onClick={() => setAsking(true)}>{words.remove}</Button> : null}
      </div>
      {kept.length > 0 ? <Notice tone="amber">{words.kept.replace("{names}", kept.join(", "))}</Notice> : null}
      <Dialog open={isAsking} onClose={close} title={words.removeTitle} closeWord={words.close}>
        <p className="mb-5">{words.removeText}</p>
        {errorOf() ? <Notice tone="red" className="mb-4">{errorOf()}</Notice> : null}
        <p role="status" className="mb-2 text-note">{busy ? words.removing : ""}</p>
        <div className="flex justify-end gap-2"><Button onClick={close}>{words.keep}</Button><Button kind="danger" disabled={busy} onClick={() => void remove()}>{words.removeConfirm}</Button></div>
      </Dialog>
    </div>
  );
}

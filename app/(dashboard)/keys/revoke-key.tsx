"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#app/ui/button.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { useSend } from "#app/use-send.ts";

/** Revokes a key, after asking. */
export function RevokeKey({ id, words }: { id: string; words: Record<"revoke" | "label" | "text" | "cancel" | "close" | "noAnswer", string> }) {
  const router = useRouter();
  const { busy, errorOf, run, clear } = useSend(words.noAnswer);
  const [isOpen, setOpen] = useState(false);
  const close = () => { setOpen(false); clear(); };
  const revoke = async () => {
    if ((await run("DELETE", `/api/v1/keys/${id}`)) === null) return;
    close();
    router.refresh();
  };
  return (
    <>
      <Button kind="danger" aria-label={words.label} onClick={() => setOpen(true)}>{words.revoke}</Button>
      <Dialog open={isOpen} onClose={close} title={words.label} closeWord={words.close}>
        <div className="text-left">
          <p>{words.text}</p>
          {errorOf() ? <p role="alert" className="mt-2 text-note text-bad">{errorOf()}</p> : null}
          <div className="mt-5 flex justify-end gap-2"><Button onClick={close}>{words.cancel}</Button><Button kind="danger" disabled={busy} onClick={revoke}>{words.revoke}</Button></div>
        </div>
      </Dialog>
    </>
  );
}

"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { useSend } from "#app/use-send.ts";
import type { ImportState } from "#lib/imports/list.ts";

export type ActionWords = Record<"undo" | "undoTitle" | "undoText" | "undoConfirm" | "keep" | "remove" | "another" | "close" | "noAnswer", string>;

/** What can be done with the file as it stands: import, undo, remove. */
export function Actions({ id, state, hasQuestions, words, runWord }: { id: string; state: ImportState; rows: number; hasQuestions: boolean; words: ActionWords; runWord: string }) {
  const router = useRouter();
  const { busy, errorOf, run } = useSend(words.noAnswer);
  const [isAsking, setAsking] = useState(false);
  const act = async (method: "POST" | "DELETE", path: string, next?: string): Promise<void> => {
    const answer = await run(method, path);
    setAsking(false);
    if (answer === null) return;
    if (next) router.push(next);
    router.refresh();
  };
  const isOpen = state === "received" || state === "ready" || state === "failed";
  return (
    <div className="flex flex-col items-end gap-2">
      <div className="flex flex-wrap gap-2">
        {isOpen ? <Button disabled={busy} onClick={() => void act("DELETE", `/api/v1/imports/${id}`, "/imports")}>{words.remove}</Button> : null}
        {state === "failed" && hasQuestions ? <LinkButton kind="primary" href="/imports">{words.another}</LinkButton> : null}
        {(state === "ready" || state === "failed") && !hasQuestions ? <Button kind="primary" disabled={busy} onClick={() => void act("POST", `/api/v1/imports/${id}/run`)}>{runWord}</Button> : null}
        {state === "done" ? <Button kind="danger" disabled={busy} onClick={() => setAsking(true)}>{words.undo}</Button> : null}
      </div>
      {errorOf() ? <Notice tone="red">{errorOf()}</Notice> : null}
      <Dialog open={isAsking} onClose={() => setAsking(false)} title={words.undoTitle} closeWord={words.close}>
        <p className="mb-5">{words.undoText}</p>
        <div className="flex justify-end gap-2">
          <Button onClick={() => setAsking(false)}>{words.keep}</Button>
          <Button kind="danger" disabled={busy} onClick={() => void act("POST", `/api/v1/imports/${id}/undo`)}>{words.undoConfirm}</Button>
        </div>
      </Dialog>
    </div>
  );
}

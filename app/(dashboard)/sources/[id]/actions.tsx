"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#app/ui/button.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { useSend } from "#app/use-send.ts";

type Words = Record<"now" | "asked" | "pause" | "resume" | "test" | "testing" | "tested" | "remove" | "removeTitle" | "removeText" | "removeConfirm" | "removing" | "keep" | "close" | "noAnswer", string>;

/** What can be done with a connection: bring in, test, pause or resume, remove; what came by file can only be removed. `words.tested` holds {account}. */
export function ConnectionActions({ id, state, isFile, words }: { id: number; state: "active" | "paused" | "stopped"; isFile: boolean; words: Words }) {
  const router = useRouter();
  const { busy, errorOf, run, clear } = useSend(words.noAnswer);
  const [isAsking, setAsking] = useState(false);
  const [said, setSaid] = useState("");
  const path = `/api/v1/sources/${id}`;
  const act = async <T,>(method: "POST" | "PATCH", where: string, body: unknown, words_: (answer: T) => string) => {
    setSaid("");
    const answer = await run<T>(method, path + where, body);
    if (answer === null) return;
    setSaid(words_(answer));
    router.refresh();
  };
  const remove = async () => {
    if ((await run("DELETE", path)) === null) return;
    router.push("/sources");
    router.refresh();
  };
  const close = () => { setAsking(false); clear(); };
  return (
    <div className="flex flex-col items-start gap-2 sm:items-end">
      <div className="flex flex-wrap gap-2">
        {isFile || state === "paused" ? null : <Button kind="primary" disabled={busy} onClick={() => void act("POST", "/run", {}, () => words.asked)}>{words.now}</Button>}
        {isFile ? null : <Button disabled={busy} onClick={() => void act<{ account: { name: string } }>("POST", "/test", {}, ({ account }) => words.tested.replace("{account}", account.name))}>{words.test}</Button>}
        {isFile ? null : state === "paused"
          ? <Button kind="primary" disabled={busy} onClick={() => void act("PATCH", "", { state: "active" }, () => "")}>{words.resume}</Button>
          : <Button disabled={busy} onClick={() => void act("PATCH", "", { state: "paused" }, () => "")}>{words.pause}</Button>}
        <Button kind="danger" disabled={busy} onClick={() => setAsking(true)}>{words.remove}</Button>
      </div>
      <p role="status" className="min-h-[18px] text-note text-ink-soft">{busy && !isAsking ? words.testing : said}</p>
      {errorOf() && !isAsking ? <Notice tone="red" className="max-w-xl">{errorOf()}</Notice> : null}
      <Dialog open={isAsking} onClose={close} title={words.removeTitle} closeWord={words.close}>
        <p className="mb-5">{words.removeText}</p>
        {errorOf() ? <Notice tone="red" className="mb-4">{errorOf()}</Notice> : null}
        <p role="status" className="mb-2 text-note">{busy ? words.removing : ""}</p>
        <div className="flex flex-wrap justify-end gap-2"><Button onClick={close}>{words.keep}</Button><Button kind="danger" disabled={busy} onClick={() => void remove()}>{words.removeConfirm}</Button></div>
      </Dialog>
    </div>
  );
}

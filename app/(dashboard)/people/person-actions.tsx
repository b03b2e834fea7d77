"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#app/ui/button.tsx";
import { CopyText } from "#app/ui/copy-text.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { useSend } from "#app/use-send.ts";

type Words = Record<"noAnswer" | "close" | "cancel" | "copy" | "copied" | "linkTitle" | "linkText" | "newLink" | "shutOut" | "letIn" | "shutOutTitle" | "shutOutText" | "menu", string>;

/** What an owner can do with one person: a link for a new password, shut out, let in again. */
export function PersonActions({ id, isDisabled, isSelf, words }: { id: string; isDisabled: boolean; isSelf: boolean; words: Words }) {
  const router = useRouter();
  const { busy, errorOf, run, clear } = useSend(words.noAnswer);
  const [open, setOpen] = useState<"none" | "shutOut" | "link">("none");
  const [link, setLink] = useState("");
  const close = () => { setOpen("none"); clear(); };
  const setDisabled = async (next: boolean) => {
    if ((await run("PATCH", `/api/v1/people/${id}`, { isDisabled: next })) === null) return;
    close();
    router.refresh();
  };
  const makeLink = async () => {
    const made = await run<{ path: string }>("POST", `/api/v1/people/${id}/password-link`);
    if (!made) return;
    setLink(window.location.origin + made.path);
    setOpen("link");
  };
  const problem = errorOf() ? <p role="alert" className="mt-2 text-note text-bad">{errorOf()}</p> : null;
  if (isSelf) return null;
  return (
    <div role="group" aria-label={words.menu} className="flex flex-wrap items-center gap-2 whitespace-nowrap sm:justify-end">
      {isDisabled
        ? <Button kind="quiet" disabled={busy} onClick={() => setDisabled(false)}>{words.letIn}</Button>
        : <><Button kind="quiet" disabled={busy} onClick={makeLink}>{words.newLink}</Button><Button kind="danger" disabled={busy} onClick={() => setOpen("shutOut")}>{words.shutOut}</Button></>}
      {open === "none" ? problem : null}
      <Dialog open={open === "shutOut"} onClose={close} title={words.shutOutTitle} closeWord={words.close}>
        <div className="text-left whitespace-normal">
          <p>{words.shutOutText}</p>
          {problem}
          <div className="mt-5 flex justify-end gap-2"><Button onClick={close}>{words.cancel}</Button><Button kind="danger" disabled={busy} onClick={() => setDisabled(true)}>{words.shutOut}</Button></div>
        </div>
      </Dialog>
      <Dialog open={open === "link"} onClose={close} title={words.linkTitle} closeWord={words.close}>
        <div className="text-left whitespace-normal">
          <p className="mb-3">{words.linkText}</p>
          <CopyText value={link} name={`password-link-${id}`} label={words.linkTitle} copyWord={words.copy} copiedWord={words.copied} />
        </div>
      </Dialog>
    </div>
  );
}

"use client";
import { useRouter } from "next/navigation";
import { useRef, useState, type DragEvent } from "react";
import { DropZone } from "./drop-zone.tsx";
import { sendFile } from "./send-file.ts";
import type { UploadWords } from "./words.ts";
import { StoreFields } from "#app/(dashboard)/store-fields.tsx";
import { send } from "#app/send.ts";
import { Button } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { ProgressBar } from "#app/ui/progress-bar.tsx";

interface Sending { name: string; percent: number }

/** Which store, which file; sends it with its progress and goes on to its own page. */
export function Upload({ stores, zones, currencies, words }: { stores: { id: number; name: string }[]; zones: string[]; currencies: string[]; words: UploadWords }) {
  const router = useRouter();
  const [store, setStore] = useState(stores.length > 0 ? String(stores[0]!.id) : "new");
  const [made, setMade] = useState({ name: "", currency: "", zone: "" });
  const [sending, setSending] = useState<Sending | null>(null);
  const [isLooking, setLooking] = useState(false);
  const [problem, setProblem] = useState("");
  const stop = useRef<(() => void) | null>(null);

  const upload = async (file: File): Promise<void> => {
    if (sending || isLooking) return;
    setProblem("");
    let id = Number(store);
    if (store === "new") {
      if (!made.name.trim() || !made.currency || !made.zone) return setProblem(words.createFirst);
      const created = await send<{ id: number }>("POST", "/api/v1/stores", made);
      if (!created.ok) return setProblem(created.error.message || words.noAnswer);
      id = created.body.id;
    }
    setSending({ name: file.name, percent: 0 });
    const { done, abort } = sendFile(`/api/v1/imports?store=${id}&name=${encodeURIComponent(file.name.slice(0, 200))}`, file, (share) => setSending({ name: file.name, percent: Math.floor(share * 100) }));
    stop.current = abort;
    const answer = await done;
    stop.current = null;
    setSending(null);
    if (answer.id) {
      setLooking(true);
      router.push(`/imports/${answer.id}`);
    } else {
      if (answer.error !== null) setProblem(answer.error || words.noAnswer);
      if (store === "new") router.refresh();
    }
  };
  const drop = (event: DragEvent): void => {
    const file = event.dataTransfer.files[0];
    if (file) void upload(file);
  };

  return (
    <div className="flex flex-col gap-4">
      <StoreFields stores={stores} chosen={store} onChoose={setStore} made={made} onMade={setMade} currencies={currencies} zones={zones} words={words} />
      {problem ? <Notice tone="red">{problem}</Notice> : null}
      {sending ? (
        <div className="rounded-xl border border-line p-5">
          <ProgressBar value={sending.percent} label={words.sending.replace("{name}", sending.name).replace("{percent}", String(sending.percent))} />
          <Button className="mt-3" onClick={() => stop.current?.()}>{words.cancel}</Button>
        </div>
      ) : isLooking ? <div className="rounded-xl border border-line p-5"><ProgressBar value={null} label={words.looking} /></div>
        : <DropZone onDrop={drop} onFile={(file) => void upload(file)} words={words} />}
    </div>
  );
}

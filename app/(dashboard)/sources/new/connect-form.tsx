"use client";
import { useRouter } from "next/navigation";
import { useRef, useState, type FormEvent } from "react";
import type { ConnectWords } from "./connect-words.ts";
import { StoreFields } from "#app/(dashboard)/store-fields.tsx";
import { SettingsFields, settingsOf } from "#app/(dashboard)/sources/settings-fields.tsx";
import { Button } from "#app/ui/button.tsx";
import { Field, Input } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { useSend } from "#app/use-send.ts";
import type { FormField } from "#lib/ingest/form.ts";

interface Given { source: string; fields: FormField[]; stores: { id: number; name: string }[]; chosen: string | null; zones: string[]; currencies: string[]; words: ConnectWords }

/** Which store, which account; "Test" says whose account it is, "Connect" tests again and keeps it. */
export function ConnectForm({ source, fields, stores, chosen, zones, currencies, words }: Given) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const { busy, errorOf, run } = useSend(words.noAnswer, [...fields.map((field) => field.name), "name"]);
  const [store, setStore] = useState(stores.some((one) => String(one.id) === chosen) ? chosen! : stores.length > 0 ? String(stores[0]!.id) : "new");
  const [made, setMade] = useState({ name: "", currency: "", zone: "" });
  const [problem, setProblem] = useState("");
  const [tested, setTested] = useState("");
  const settings = () => settingsOf(form.current!, fields);
  const test = async () => {
    setProblem("");
    setTested("");
    if (!form.current!.reportValidity()) return;
    const answer = await run<{ account: { name: string } }>("POST", "/api/v1/sources/test", { storeId: store === "new" ? null : Number(store), source, settings: settings() });
    if (answer) setTested(words.tested.replace("{account}", answer.account.name));
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setProblem("");
    setTested("");
    let storeId = Number(store);
    if (store === "new") {
      if (!made.name.trim() || !made.currency || !made.zone) return setProblem(words.createFirst);
      // The account is asked before a store is made for it.
      if ((await run("POST", "/api/v1/sources/test", { storeId: null, source, settings: settings() })) === null) return;
      const created = await run<{ id: number }>("POST", "/api/v1/stores", made);
      if (created === null) return;
      storeId = created.id;
    }
    const name = String(new FormData(form.current!).get("name") ?? "").trim();
    const answer = await run<{ id: number }>("POST", "/api/v1/sources", { storeId, source, settings: settings(), ...(name ? { name } : {}) });
    if (answer === null) return store === "new" ? router.refresh() : undefined;
    router.push(`/sources/${answer.id}`);
    router.refresh();
  };
  return (
    <form ref={form} method="post" onSubmit={submit} className="flex flex-col gap-4">
      <StoreFields stores={stores} chosen={store} onChoose={setStore} made={made} onMade={setMade} currencies={currencies} zones={zones} words={words} />
      <SettingsFields fields={fields} values={{}} filled={[]} errorOf={errorOf} words={words} />
      <Field label={<>{words.name}<span className="font-normal text-ink-faint"> ({words.optional})</span></>} name="name" hint={words.nameHint} error={errorOf("name")}><Input id="name" name="name" maxLength={80} aria-describedby="name-hint" autoComplete="off" /></Field>
      {problem || errorOf() ? <Notice tone="red">{problem || errorOf()}</Notice> : null}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" kind="primary" disabled={busy}>{words.connect}</Button>
        <Button disabled={busy} onClick={() => void test()}>{words.test}</Button>
        <span role="status" className="text-note text-good">{busy ? words.connecting : tested}</span>
      </div>
    </form>
  );
}

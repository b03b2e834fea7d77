"use client";
import { useRouter } from "next/navigation";
import { useState, type ClipboardEvent, type FormEvent } from "react";
import { readAmount } from "./amount.ts";
import { Button } from "#app/ui/button.tsx";
import { classes } from "#app/ui/class-names.ts";
import { Input } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import { divide, sum, trim } from "#lib/core/money.ts";
import { useSend } from "#app/use-send.ts";

export interface FormRow {
  kind: "period" | "quarter" | "year";
  name: string;
  from: string;
  through: string;
  /** What stands in the field: plain text in the reader's figures, "" for none. */
  amount: string;
  /** A level that its parts share, in place of a goal of its own. */
  hint: string;
  note: string;
  lastYear: string;
  lastYearValue: number | null;
  soFar: string;
  reached: string;
  /** Of what isn't over. */
  projected: string;
  chance: string;
}
export type FormWords = Record<"table" | "period" | "lastYear" | "actual" | "goal" | "change" | "reached" | "projected" | "chance" | "goalOf" | "hint" | "save" | "saving" | "saved" | "undo" | "bad" | "noAnswer" | "empty" | "locale", string>;

/** A year of goals to type or paste. Only what was changed is sent; an empty field takes a goal away. */
export function GoalForm({ rows, storeId, metric, isShare, isAdded, mayWrite, words }: { rows: FormRow[]; storeId: number; metric: string; /** Typed in percent. */ isShare: boolean; /** Months add up to quarters. */ isAdded: boolean; mayWrite: boolean; words: FormWords }) {
  const router = useRouter();
  const { busy, errorOf, run } = useSend(words.noAnswer);
  const [texts, setTexts] = useState(rows.map((row) => row.amount));
  const [saved, setSaved] = useState<number | null>(null);
  const amounts = texts.map((text) => readAmount(text, words.locale));
  // By value: "412000" typed over "412,000" is no change.
  const changed = rows.flatMap((row, at) => (texts[at] === row.amount || isSame(amounts[at] ?? null, readAmount(row.amount, words.locale)) ? [] : [at]));
  const bad = changed.filter((at) => amounts[at] === null);
  const set = (at: number, text: string) => { setSaved(null); setTexts((before) => before.map((old, index) => (index === at ? text : old))); };
  const paste = (event: ClipboardEvent<HTMLInputElement>, at: number) => {
    const cells = event.clipboardData.getData("text").trim().split(/[\r\n\t]+/).map((cell) => cell.trim());
    if (cells.length < 2) return;
    event.preventDefault();
    setSaved(null);
    // Down the column among its own kind: twelve months don't fill quarters.
    const places = rows.flatMap((row, index) => (index >= at && row.kind === rows[at]!.kind ? [index] : []));
    setTexts((before) => before.map((old, index) => { const place = places.indexOf(index); return place >= 0 && place < cells.length ? cells[place]! : old; }));
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (bad.length > 0 || changed.length === 0) return;
    const goals = changed.map((at) => ({ from: rows[at]!.from, through: rows[at]!.through, amount: amounts[at] === "" ? null : isShare ? divide(amounts[at]!, "100") : amounts[at]! }));
    if ((await run("POST", "/api/v1/goals", { storeId, metric, goals })) === null) return;
    setSaved(changed.length);
    router.refresh();
  };
  // What the months typed so far come to, where all of a quarter or year have one.
  const partsOf = (at: number): string | null => {
    if (!isAdded || rows[at]!.kind === "period") return null;
    const inside = rows.flatMap((row, index) => (row.kind === "period" && row.from >= rows[at]!.from && row.through <= rows[at]!.through ? [amounts[index] ?? ""] : []));
    return inside.includes("") ? null : sum(inside);
  };
  const number = (amount: string) => new Intl.NumberFormat(words.locale, { maximumFractionDigits: 6 }).format(Number(amount));
  const growth = (at: number): string => {
    const [row, amount] = [rows[at]!, amounts[at] || partsOf(at)];
    if (!amount || row.lastYearValue === null || row.lastYearValue === 0) return words.empty;
    return new Intl.NumberFormat(words.locale, { style: "percent", maximumFractionDigits: 1, signDisplay: "exceptZero" }).format((Number(amount) / (isShare ? 100 : 1) - row.lastYearValue) / Math.abs(row.lastYearValue));
  };
  return (
    <form method="post" onSubmit={submit}>
      {errorOf() ? <Notice tone="red" className="mx-4 mb-3">{errorOf()}</Notice> : null}
      <Table label={words.table}>
        <thead><tr><Th>{words.period}</Th><Th numeric className="max-sm:hidden">{words.lastYear}</Th><Th numeric>{words.goal}</Th><Th numeric className="max-sm:hidden">{words.change}</Th><Th numeric className="max-sm:hidden">{words.actual}</Th><Th numeric className="max-md:hidden">{words.reached}</Th><Th numeric className="max-lg:hidden">{words.projected}</Th><Th numeric className="max-lg:hidden">{words.chance}</Th></tr></thead>
        <tbody>
          {rows.map((row, at) => {
            const id = `goal-${row.from}-${row.through}`;
            const isBad = bad.includes(at);
            return (
              <Row key={id} total={row.kind !== "period"} className={row.kind === "period" ? "" : "bg-sunken"}>
                <Td className={classes(row.kind === "period" && "pl-6")}>{row.name}<span className="block text-note font-normal text-ink-faint sm:hidden">{`${words.lastYear} ${row.lastYear}`}</span></Td>
                <Td numeric className="max-sm:hidden">{row.lastYear}</Td>
                <Td numeric>
                  {mayWrite ? <Input id={id} aria-label={words.goalOf.replace("{period}", row.name)} inputMode="decimal" autoComplete="off" value={texts[at]} placeholder={partsOf(at) === null ? row.hint : number(partsOf(at)!)} title={row.note} aria-invalid={isBad || undefined} aria-describedby={isBad ? `${id}-error` : undefined}
                    onChange={(event) => set(at, event.target.value)} onPaste={(event) => paste(event, at)} className={classes("ml-auto max-w-40 text-right", changed.includes(at) && !isBad && "border-accent bg-accent-faint")} /> : <span title={row.note}>{row.amount || (partsOf(at) === null ? row.hint : number(partsOf(at)!)) || words.empty}</span>}
                  {isBad ? <span id={`${id}-error`} role="alert" className="block text-note text-bad">{words.bad.replace("{text}", texts[at]!)}</span> : null}
                </Td>
                <Td numeric className="max-sm:hidden">{growth(at)}</Td>
                <Td numeric className="max-sm:hidden">{row.soFar}</Td>
                <Td numeric className="max-md:hidden">{row.reached}</Td>
                <Td numeric className="max-lg:hidden">{row.projected}</Td>
                <Td numeric className="max-lg:hidden">{row.chance}</Td>
              </Row>
            );
          })}
        </tbody>
      </Table>
      {mayWrite ? (
        <div className="flex flex-wrap items-center justify-between gap-3 px-4 py-3 sm:px-[18px]">
          <p className="max-w-prose min-w-0 flex-1 basis-60 text-note text-ink-faint">{words.hint}</p>
          <span className="flex flex-wrap items-center gap-2">
            <span role="status" className="text-note text-good">{saved !== null && changed.length === 0 ? words.saved.replace("{n}", String(saved)) : ""}</span>
            {changed.length > 0 ? <Button onClick={() => setTexts(rows.map((row) => row.amount))}>{words.undo}</Button> : null}
            <Button type="submit" kind="primary" disabled={busy || changed.length === 0 || bad.length > 0}>{busy ? words.saving : words.save}</Button>
          </span>
        </div>
      ) : null}
    </form>
  );
}

/** "1000.50" is "1000.5"; what is no amount is like nothing. */
function isSame(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && (a === "" || b === "" ? a === b : trim(a) === trim(b));
}

import Link from "next/link";
import { currentReader } from "#app/reader.ts";
import { breakdownDefaults, type Breakdown } from "#app/(dashboard)/breakdown/read.ts";
import { addressOf } from "#app/view.ts";
import { classes } from "#app/ui/class-names.ts";
import { metric } from "#lib/metrics/catalogue.ts";
import { refusal } from "#lib/metrics/cutting.ts";
import { cuts } from "#lib/metrics/marts.ts";
import { translator } from "#lib/words/words.ts";

/** By what: the cuts that the figure's source tells; those that it refuses because parts wouldn't add up are struck through (the page then says why). */
export async function CutChoice({ shown, label }: { shown: Breakdown; label: string }) {
  const m = translator(await currentReader(), "metrics");
  const entry = metric(shown.id);
  const offered = cuts.filter((cut) => cut === shown.cut || refusal(entry, [cut]) !== "not_told");
  return (
    <nav aria-label={label} className="flex max-w-full flex-wrap rounded-lg bg-sunken p-0.5">
      {offered.map((cut) => {
        const look = cut === shown.cut ? "bg-panel text-ink shadow-breath" : refusal(entry, [cut]) ? "text-ink-faint line-through decoration-1" : "text-ink-soft hover:text-ink";
        return <Link key={cut} prefetch={false} href={addressOf("/breakdown", { ...shown.query, by: [cut] }, {}, breakdownDefaults)} aria-current={cut === shown.cut ? "true" : undefined} className={classes("rounded-md px-3 py-1.5 text-note", look)}>{m(`cuts.${cut}`)}</Link>;
      })}
    </nav>
  );
}

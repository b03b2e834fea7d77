import Link from "next/link";
import { currentReader } from "#app/reader.ts";
import { addressOf } from "#app/view.ts";
import { channelDefaults, levels, type ChannelsView } from "#app/(dashboard)/channels/read.ts";
import { classes } from "#app/ui/class-names.ts";
import { translator } from "#lib/words/words.ts";

/** By what the table stands. */
export async function LevelChoice({ view }: { view: ChannelsView }) {
  const reader = await currentReader();
  const m = translator(reader, "metrics");
  return (
    <nav aria-label={translator(reader, "channels")("by")} className="flex w-fit max-w-full flex-wrap rounded-lg bg-sunken p-0.5">
      {levels.map((level) => (
        <Link key={level} prefetch={false} scroll={false} href={addressOf("/channels", { ...view.asked, by: [level], sort: null }, {}, channelDefaults)} aria-current={level === view.level ? "true" : undefined}
          className={classes("rounded-md px-3 py-1.5 text-note", level === view.level ? "bg-panel text-ink shadow-breath" : "text-ink-soft hover:text-ink")}>{m(`cuts.${level}`)}</Link>
      ))}
    </nav>
  );
}

import Link from "next/link";
import { currentReader } from "#app/reader.ts";
import { hrefOf, type ProjectionsView } from "#app/(dashboard)/projections/read.ts";
import { resolveWindow, windows } from "#app/(dashboard)/projections/window.ts";
import { windowText } from "#app/(dashboard)/projections/figure-text.ts";
import { classes } from "#app/ui/class-names.ts";
import { WindowMenu } from "#app/ui/pickers/window-menu.tsx";
import { addDays } from "#lib/core/day.ts";
import { projectedMetrics } from "#lib/projections/targets.ts";
import { periodText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

/** Which figure is projected. */
export async function MetricChoice({ view }: { view: ProjectionsView }) {
  const reader = await currentReader();
  const m = translator(reader, "metrics");
  return (
    <nav aria-label={translator(reader, "projections")("metrics")} className="no-print mb-4 flex w-fit max-w-full flex-wrap rounded-lg bg-sunken p-0.5">
      {projectedMetrics.map((id) => (
        <Link key={id} prefetch={false} scroll={false} href={hrefOf(view, { metric: id })} aria-current={id === view.metric ? "true" : undefined}
          className={classes("rounded-md px-3 py-1.5 text-note", id === view.metric ? "bg-panel text-ink shadow-breath" : "text-ink-soft hover:text-ink")}>{m(`labels.${id}`)}</Link>
      ))}
    </nav>
  );
}

/** Which days are shown. */
export async function WindowChoiceMenu({ view }: { view: ProjectionsView }) {
  const reader = await currentReader();
  const [t, u] = [translator(reader, "projections"), translator(reader, "ui")];
  const hidden = [...new URLSearchParams(hrefOf(view, {}).split("?")[1])].filter(([name]) => !["window", "start", "end", "shown"].includes(name));
  return (
    <WindowMenu id="window" label={`${t("window.label")}: ${windowText(view.period, reader)}`} button={windowText(view.period, reader)}
      options={windows.map((id) => ({ id, label: t(`window.${id}`), window: periodText(resolveWindow({ id }, view.next, view.scope.fiscal), reader.locale), href: hrefOf(view, { choice: { id } }), chosen: "id" in view.choice && view.choice.id === id }))}
      custom={{ action: "/projections", hidden, names: ["start", "end"], values: [view.period.from, addDays(view.period.to, -1)], words: { title: t("window.custom"), from: u("period.from"), through: u("period.through"), apply: u("period.apply") } }} />
  );
}

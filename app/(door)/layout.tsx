import type { ReactNode } from "react";
import { currentReader } from "#app/reader.ts";
import { Logo } from "#app/ui/marks.tsx";
import { translator } from "#lib/words/words.ts";

/** Pages before one is in: one card in the middle, nothing else to look at. */
export default async function DoorLayout({ children }: { children: ReactNode }) {
  const t = translator(await currentReader(), "ui");
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 pt-[max(32px,14vh)] pb-10">
      <div className="mb-6 flex items-center gap-2.5 text-title font-[620] text-ink"><Logo className="size-8" />{t("product")}</div>
      <div className="w-full max-w-[400px] rounded-2xl border border-line bg-panel p-6 shadow-breath sm:p-8">{children}</div>
      <p className="mt-6 max-w-[400px] text-center text-note text-ink-faint">{t("description")}</p>
    </main>
  );
}

import { currentReader } from "#app/reader.ts";
import { Notice } from "#app/ui/notice.tsx";
import type { View } from "#app/view.ts";
import { translator } from "#lib/words/words.ts";

/** What an address asked for that can't be, above a page that shows its usual view instead. */
export async function Problem({ problem }: { problem: View["problem"] }) {
  if (!problem) return null;
  const t = translator(await currentReader(), "ui");
  return <Notice tone="amber" className="mb-4">{t("addressProblem", problem)}</Notice>;
}

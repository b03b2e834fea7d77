import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { DemoBanner } from "#app/(dashboard)/demo/banner.tsx";
import { demoWords } from "#app/(dashboard)/demo/words.ts";
import { GROUPS, PAGES } from "#app/nav.ts";
import { currentReader } from "#app/reader.ts";
import { THEME_COOKIE, themeFrom } from "#app/theme.ts";
import { Shell } from "#app/ui/shell/shell.tsx";
import { requireFrame } from "#lib/access/page.ts";
import { may } from "#lib/access/policy.ts";
import { database } from "#lib/database.ts";
import { demoStores } from "#lib/ingest/demo-progress.ts";
import { listStores } from "#lib/stores/stores.ts";
import { translator } from "#lib/words/words.ts";

/** The frame of the pages. Each page itself asks who may see it; this asks early, before the frame is sent. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const actor = await requireFrame(PAGES);
  const reader = await currentReader();
  const t = translator(reader, "ui");
  const theme = themeFrom((await cookies()).get(THEME_COOKIE)?.value);
  const stores = (await listStores(database())).filter((store) => actor.stores === "all" || actor.stores.includes(store.id));
  const demo = (await demoStores(database())).filter((id) => stores.some((store) => store.id === id));
  const groups = GROUPS.map((group) => ({
    label: t(`group.${group}`),
    pages: PAGES.filter((page) => page.group === group && may(actor, page.resource)).map((page) => ({ path: page.path, label: t(`nav.${page.words}`), scoped: page.scoped ?? false })),
  })).filter((group) => group.pages.length > 0);
  return (
    <Shell t={t} theme={theme} groups={groups} stores={stores.map(({ id, name, currency }) => ({ id, name, currency }))} account={{ name: actor.name, note: t(`role.${actor.role}`) }}>
      {demo.length > 0 ? <DemoBanner stores={demo} words={demoWords(reader, may(actor, "demo", "write"))} /> : null}
      {children}
    </Shell>
  );
}

import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { GROUPS, PAGES } from "#app/nav.ts";
import { currentReader } from "#app/reader.ts";
import { THEME_COOKIE, themeFrom } from "#app/theme.ts";
import { Shell } from "#app/ui/shell/shell.tsx";
import { translator } from "#lib/words/words.ts";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const t = translator(await currentReader(), "ui");
  const theme = themeFrom((await cookies()).get(THEME_COOKIE)?.value);
  const groups = GROUPS.map((group) => ({
    label: t(`group.${group}`),
    pages: PAGES.filter((page) => page.group === group).map((page) => ({ path: page.path, label: t(`nav.${page.words}`), scoped: page.scoped ?? false })),
  })).filter((group) => group.pages.length > 0);
  return (
    <Shell t={t} theme={theme} groups={groups} stores={[]} account={{ name: t("product"), note: "" }} signOut={null}>
      {children}
    </Shell>
  );
}

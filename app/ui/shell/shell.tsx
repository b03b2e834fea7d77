import Link from "next/link";
import type { ReactNode } from "react";
import type { Theme } from "#app/theme.ts";
import { Chevron, Logo } from "#app/ui/marks.tsx";
import { Popover } from "#app/ui/popover.tsx";
import { NavLinks, type NavGroup } from "#app/ui/shell/nav-links.tsx";
import { Palette } from "#app/ui/shell/palette.tsx";
import { SignOut } from "#app/ui/shell/sign-out.tsx";
import { StorePicker, type StoreChoice } from "#app/ui/shell/store-picker.tsx";
import { ThemeSwitch } from "#app/ui/shell/theme-switch.tsx";
import type { translator } from "#lib/words/words.ts";

export interface ShellProps {
  t: ReturnType<typeof translator<"ui">>;
  theme: Theme;
  groups: NavGroup[];
  stores: StoreChoice[];
  account: { name: string; note: string };
  children: ReactNode;
}

/** The frame of every page: 224 px of navigation, or a bar with a menu on small screens. */
export function Shell({ t, theme, groups, stores, account, children }: ShellProps) {
  const targets = groups.flatMap((group) => group.pages.map((page) => ({ ...page, group: group.label })));
  const themeWords = { label: t("theme.label"), system: t("theme.system"), light: t("theme.light"), dark: t("theme.dark") };
  const accountMenu = (id: string) => (
    <Popover id={id} className="popover-up w-56 p-2" buttonClass="flex w-full items-center justify-between gap-2 rounded-md px-2.5 py-1.5 text-left text-note text-ink-soft hover:bg-sunken"
      button={<><span className="min-w-0"><span className="block truncate text-ink">{account.name}</span><span className="block truncate text-ink-faint">{account.note}</span></span><Chevron /></>}>
      <ThemeSwitch chosen={theme} words={themeWords} />
      <Link prefetch={false} href="/account" className="mt-1 block rounded-md px-2.5 py-1.5 text-note text-ink hover:bg-sunken">{t("nav.account")}</Link>
      <SignOut label={t("account.signOut")} />
    </Popover>
  );
  const menu = (account: string) => (
    <>
      <StorePicker stores={stores} label={t("store.label")} all={t("store.all")} />
      <div className="mt-4 flex-1 overflow-y-auto"><NavLinks groups={groups} label={t("nav.label")} /></div>
      <div className="mt-3 border-t border-line pt-2">{accountMenu(account)}</div>
    </>
  );
  return (
    <div className="lg:grid lg:grid-cols-[224px_minmax(0,1fr)] print:block">
      <a href="#page" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-lg focus:bg-panel focus:px-3 focus:py-2">{t("skip")}</a>
      <header className="no-print sticky top-0 z-20 flex h-13 items-center justify-between border-b border-line bg-panel px-3 lg:hidden">
        <Link prefetch={false} href="/" className="flex items-center gap-2.5 text-heading font-[620] text-ink"><Logo />{t("product")}</Link>
        <Popover id="menu" className="drawer" buttonClass="min-h-9 rounded-lg border border-line px-3 text-note font-[550] text-ink" button={t("menu")}>
          <div className="flex h-full flex-col p-3">{menu("account-small")}</div>
        </Popover>
      </header>
      <aside className="sticky top-0 hidden h-dvh flex-col border-r border-line bg-panel p-3 lg:flex print:hidden">
        <Link prefetch={false} href="/" className="mb-3 flex items-center gap-2.5 px-2 pt-1.5 text-heading font-[620] text-ink"><Logo />{t("product")}</Link>
        <div className="flex min-h-0 flex-1 flex-col">
          {menu("account")}
        </div>
        <Palette targets={targets} words={{ open: t("palette.open"), placeholder: t("palette.placeholder"), none: t("palette.none") }} />
      </aside>
      <main id="page" className="mx-auto w-full max-w-[1328px] min-w-0 px-3 pt-4 pb-12 sm:px-6 lg:px-8 lg:pt-6">{children}</main>
    </div>
  );
}

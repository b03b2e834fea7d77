"use client";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { classes } from "#app/ui/class-names.ts";
import { scopeOf } from "#app/ui/shell/scope.ts";

export interface NavGroup { label: string; pages: { path: string; label: string; scoped: boolean }[] }

/** The menu. Pages about figures keep the period, the store and the comparison that are in the address. */
export function NavLinks({ groups, label }: { groups: NavGroup[]; label: string }) {
  const path = usePathname();
  const scope = scopeOf(useSearchParams());
  // A page below another is that one alone.
  const current = groups.flatMap((group) => group.pages).map((page) => page.path).filter((one) => (one === "/" ? path === "/" : path === one || path.startsWith(`${one}/`))).sort((a, b) => b.length - a.length)[0];
  return (
    <nav aria-label={label} className="flex flex-col gap-4">
      {groups.map((group, index) => (
        <div key={group.label}>
          {index > 0 ? <p className="px-2.5 pb-1.5 text-[11.5px] text-ink-faint">{group.label}</p> : null}
          <ul className="flex flex-col gap-0.5">
            {group.pages.map((page) => {
              const here = page.path === current;
              return (
                <li key={page.path}>
                  <Link prefetch={false} href={page.scoped ? page.path + scope : page.path} aria-current={here ? "page" : undefined}
                    className={classes("block rounded-md px-2.5 py-1.5 text-[13.5px]", here ? "bg-accent-faint font-[580] text-accent" : "text-ink-soft hover:bg-sunken")}>
                    {page.label}
                  </Link>
                </li>
              );
            })}
          </ul>
        </div>
      ))}
    </nav>
  );
}

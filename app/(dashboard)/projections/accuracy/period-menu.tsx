import Link from "next/link";
import { buttonClass } from "#app/ui/button.tsx";
import { classes } from "#app/ui/class-names.ts";
import { Chevron } from "#app/ui/marks.tsx";
import { Popover } from "#app/ui/popover.tsx";

/** Periods to choose from, each with how much was said of it. */
export function PeriodMenu({ label, button, options }: { label: string; button: string; options: { id: string; label: string; note: string; href: string; chosen: boolean }[] }) {
  return (
    <Popover id="kept-period" end label={`${label}: ${button}`} className="w-72 p-1.5" buttonClass={buttonClass("plain", "min-h-8! px-2.5 py-1")} button={<>{button}<Chevron /></>}>
      <ul>
        {options.map((one) => (
          <li key={one.id}>
            <Link prefetch={false} scroll={false} href={one.href} aria-current={one.chosen ? "true" : undefined} className={classes("flex items-baseline justify-between gap-3 rounded-md px-2.5 py-1.5 text-note", one.chosen ? "bg-accent-faint text-accent" : "text-ink hover:bg-sunken")}><span>{one.label}</span><span className="text-[11.5px] text-ink-faint">{one.note}</span></Link>
          </li>
        ))}
      </ul>
    </Popover>
  );
}

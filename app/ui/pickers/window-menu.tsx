import Link from "next/link";
import type { ReactNode } from "react";
import { Button, buttonClass } from "#app/ui/button.tsx";
import { classes } from "#app/ui/class-names.ts";
import { Field, Input } from "#app/ui/field.tsx";
import { Chevron } from "#app/ui/marks.tsx";
import { Popover } from "#app/ui/popover.tsx";

export interface WindowOption { id: string; label: string; window: string; href: string; chosen: boolean; note?: string }

/**
 * A menu of windows in which each option prints the days it means, and two fields for any other days.
 * The form is plain: it goes to the page with the rest of its address in hidden fields.
 */
export function WindowMenu({ id, label, button, options, custom }: {
  id: string; label: string; button: ReactNode; options: WindowOption[];
  custom: { action: string; hidden: [string, string][]; names: [string, string]; values: [string, string]; words: { title: string; from: string; through: string; apply: string } };
}) {
  return (
    <Popover id={id} end label={label} className="w-80 p-1.5" buttonClass={buttonClass()} button={<>{button}<Chevron /></>}>
      <ul>
        {options.map((option) => (
          <li key={option.id}>
            <Link prefetch={false} href={option.href} aria-current={option.chosen ? "true" : undefined} className={classes("flex items-baseline justify-between gap-3 rounded-md px-2.5 py-1.5 text-note", option.chosen ? "bg-accent-faint text-accent" : "text-ink hover:bg-sunken")}>
              <span className="font-[500]">{option.label}</span>
              <span className="text-right text-[11.5px] text-ink-faint">{option.window}{option.note ? <span className="block text-warn">{option.note}</span> : null}</span>
            </Link>
          </li>
        ))}
      </ul>
      <form action={custom.action} className="mt-1 border-t border-line p-2.5">
        {custom.hidden.map(([name, value], index) => <input key={`${name}${index}`} type="hidden" name={name} value={value} />)}
        <p className="mb-2 text-note font-[550] text-ink">{custom.words.title}</p>
        <div className="grid grid-cols-2 gap-2">
          <Field label={custom.words.from} name={`${id}-from`}><Input id={`${id}-from`} type="date" name={custom.names[0]} defaultValue={custom.values[0]} required /></Field>
          <Field label={custom.words.through} name={`${id}-through`}><Input id={`${id}-through`} type="date" name={custom.names[1]} defaultValue={custom.values[1]} required /></Field>
        </div>
        <Button type="submit" kind="primary" className="mt-3 w-full">{custom.words.apply}</Button>
      </form>
    </Popover>
  );
}

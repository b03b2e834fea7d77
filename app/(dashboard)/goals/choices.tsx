"use client";
import { useRouter } from "next/navigation";
import { buttonClass } from "#app/ui/button.tsx";

/** A select that leads to another address. */
export function Choice({ label, value, options }: { label: string; value: string; options: { value: string; name: string; href: string }[] }) {
  const router = useRouter();
  return (
    <select aria-label={label} value={value} onChange={(change) => router.push(options.find((option) => option.value === change.target.value)!.href)} className={buttonClass("plain", "form-select justify-start pr-8")}>
      {options.map((option) => <option key={option.value} value={option.value}>{option.name}</option>)}
    </select>
  );
}

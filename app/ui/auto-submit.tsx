"use client";
import { useRouter } from "next/navigation";
import { useRef, type ReactNode } from "react";

/** A form of selects that goes to its address as soon as one changes; without scripts its button does. */
export function AutoSubmit({ action, go, children }: { action: string; go: string; children: ReactNode }) {
  const form = useRef<HTMLFormElement>(null);
  const router = useRouter();
  const leave = () => {
    const search = new URLSearchParams([...new FormData(form.current!)].map(([name, value]) => [name, String(value)]));
    router.push(`${action}?${search}`);
  };
  return (
    <form ref={form} action={action} onChange={leave} className="flex w-fit max-w-full items-center gap-2">
      {children}
      <noscript><button type="submit">{go}</button></noscript>
    </form>
  );
}

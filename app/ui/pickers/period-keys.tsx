"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** ← and → move the period, x ends the comparison; not while someone types or reads a chart. */
export function PeriodKeys({ earlier, later, alone }: { earlier: string; later: string | null; alone: string }) {
  const router = useRouter();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if ((event.target as Element).closest("input, select, textarea, dialog, [popover], [data-chart], [role=region]")) return;
      const to = { ArrowLeft: earlier, ArrowRight: later, x: alone }[event.key];
      if (!to) return;
      event.preventDefault();
      router.push(to, { scroll: false });
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [router, earlier, later, alone]);
  return null;
}

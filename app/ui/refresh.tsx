"use client";
import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";

/**
 * Reads the page again, while it is looked at, `everyMs` after the last reading was shown. Never two at once: React
 * shows none of several transitions under way before the last of them is whole, so where an answer takes longer than
 * the pause between two readings, the page would stand still for ever.
 */
export function Refresh({ everyMs = 3_000 }: { everyMs?: number }) {
  const router = useRouter();
  const [isReading, startReading] = useTransition();
  useEffect(() => {
    if (isReading) return;
    const timer = setInterval(() => { if (!document.hidden) startReading(() => router.refresh()); }, everyMs);
    return () => clearInterval(timer);
  }, [isReading, router, everyMs]);
  return null;
}

"use client";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

export interface Moved { version: number; origins: number; campaigns: number; orders: number; days: number }

/** After rules were applied: how many days still wait for their figures, asked until none does. */
export function useProgress(moved: Moved | null): { waiting: number | null } {
  const router = useRouter();
  const [waiting, setWaiting] = useState<number | null>(null);
  useEffect(() => {
    if (!moved) return;
    setWaiting(moved.days);
    let isOver = false;
    const ask = async (): Promise<void> => {
      const left = await fetch("/api/v1/channel-rules", { cache: "no-store" }).then(async (answer) => (answer.ok ? ((await answer.json()) as { waitingDays: number }).waitingDays : null)).catch(() => null);
      if (isOver) return;
      if (left !== null) setWaiting(Math.min(left, moved.days));
      if (left === 0) router.refresh();
      else timer = setTimeout(() => void ask(), 1_500);
    };
    let timer = setTimeout(() => void ask(), 500);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [moved, router]);
  return { waiting };
}

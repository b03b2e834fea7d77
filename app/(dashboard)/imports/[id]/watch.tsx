"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Reads the page again while something is under way. */
export function Watch({ isMoving }: { isMoving: boolean }) {
  const router = useRouter();
  useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(() => { if (!document.hidden) router.refresh(); }, 800);
    return () => clearInterval(timer);
  }, [isMoving, router]);
  return null;
}

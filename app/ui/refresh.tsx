"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Reads the page again every few seconds while it is looked at. */
export function Refresh() {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => { if (!document.hidden) router.refresh(); }, 3_000);
    return () => clearInterval(timer);
  }, [router]);
  return null;
}

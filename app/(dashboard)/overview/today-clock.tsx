"use client";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

const everyMs = 60_000;

/** Says until when orders are in, by the reader's own clock, and fetches the page anew each minute while it is looked at. */
export function TodayClock({ asOf, locale, words }: { asOf: string; locale: string; words: string }) {
  const router = useRouter();
  const [text, setText] = useState("");
  useEffect(() => setText(new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }).format(new Date(asOf))), [asOf, locale]);
  useEffect(() => {
    const timer = setInterval(() => { if (document.visibilityState === "visible") router.refresh(); }, everyMs);
    return () => clearInterval(timer);
  }, [router]);
  return <>{words} <time dateTime={asOf}>{text}</time></>;
}

"use client";
import { useEffect, useState } from "react";
import { Refresh } from "#app/ui/refresh.tsx";

/** Says until when orders are in, by the reader's own clock, and fetches the page anew each minute while it is looked at. */
export function TodayClock({ asOf, locale, words }: { asOf: string; locale: string; words: string }) {
  const [text, setText] = useState("");
  useEffect(() => setText(new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }).format(new Date(asOf))), [asOf, locale]);
  return <>{words} <time dateTime={asOf}>{text}</time><Refresh everyMs={60_000} /></>;
}

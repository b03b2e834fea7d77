"use client";
import { useSyncExternalStore } from "react";

const never = () => () => {};

/** An instant in the reader's own zone; the server, which doesn't know it, writes UTC and says so. */
export function Moment({ at, locale, dayOnly = false }: { at: string; locale: string; dayOnly?: boolean }) {
  const isHere = useSyncExternalStore(never, () => true, () => false);
  const day = { day: "numeric", month: "short", year: "numeric" } as const;
  const options: Intl.DateTimeFormatOptions = dayOnly ? day : { ...day, hour: "2-digit", minute: "2-digit" };
  const text = new Intl.DateTimeFormat(locale, isHere ? options : { ...options, timeZone: "UTC", ...(dayOnly ? {} : { timeZoneName: "short" }) }).format(new Date(at));
  return <time dateTime={at} className="whitespace-nowrap">{text}</time>;
}

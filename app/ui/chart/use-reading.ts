"use client";
import { useState, type KeyboardEvent, type PointerEvent } from "react";

/** Which of `count` points is read: under the pointer, or by the arrow keys, Home and End; Escape ends it. */
export function useReading(count: number) {
  const [at, setAt] = useState<number | null>(null);
  const move = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = box.width === 0 ? 0 : (event.clientX - box.left) / box.width;
    setAt(Math.min(count - 1, Math.max(0, Math.round(share * (count - 1)))));
  };
  const press = (event: KeyboardEvent) => {
    const last = count - 1;
    const from = at ?? last + 1;
    const next = ({ ArrowLeft: from - 1, ArrowRight: at === null ? 0 : from + 1, Home: 0, End: last } as Record<string, number>)[event.key];
    if (event.key === "Escape") setAt(null);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setAt(Math.min(last, Math.max(0, next)));
  };
  const end = () => setAt(null);
  return { at, handlers: { onPointerMove: move, onPointerDown: move, onPointerLeave: end, onBlur: end, onKeyDown: press } };
}

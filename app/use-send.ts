"use client";
import { useRef, useState } from "react";
import { send, type Refusal } from "#app/send.ts";

interface Sending {
  busy: boolean;
  /** The message that belongs to this field, or to the whole form when `field` is left out. */
  errorOf(field?: string): string | undefined;
  /** Sends once however often it is clicked; resolves to the answer, or null when refused. */
  run<T>(method: "POST" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<T | null>;
  clear(): void;
}

/** The state of a form that sends; `fields` are those beside which a message can stand. */
export function useSend(noAnswer: string, fields: readonly string[] = []): Sending {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const underWay = useRef(false);
  return {
    busy,
    errorOf: (field) => {
      if (!refusal) return undefined;
      const own = refusal.field && fields.includes(refusal.field) ? refusal.field : undefined;
      return own === field ? refusal.message || noAnswer : undefined;
    },
    run: async <T,>(method: "POST" | "PATCH" | "DELETE", path: string, body?: unknown) => {
      if (underWay.current) return null;
      underWay.current = true;
      setBusy(true);
      setRefusal(null);
      const sent = await send<T>(method, path, body);
      underWay.current = false;
      setBusy(false);
      if (sent.ok) return sent.body;
      setRefusal(sent.error);
      return null;
    },
    clear: () => setRefusal(null),
  };
}

import { Badge } from "#app/ui/badge.tsx";
import type { ConnectionLook } from "#lib/ingest/status.ts";

const tones = { complete: "green", loading: "blue", waiting: "blue", late: "amber", failing: "amber", stopped: "red", paused: "grey", file: "grey" } as const satisfies Record<ConnectionLook, string>;

export function LookBadge({ look, word }: { look: ConnectionLook; word: string }) {
  return <Badge tone={tones[look]}>{word}</Badge>;
}

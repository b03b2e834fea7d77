import { Badge } from "#app/ui/badge.tsx";
import type { ImportState } from "#lib/imports/list.ts";

const tones = { receiving: "blue", received: "amber", ready: "blue", loading: "blue", done: "green", failed: "red", undone: "grey" } as const satisfies Record<ImportState, string>;

export function StateBadge({ state, word }: { state: ImportState; word: string }) {
  return <Badge tone={tones[state]}>{word}</Badge>;
}

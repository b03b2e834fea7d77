"use client";
import { Button } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import problem from "#lib/words/en/problem.json" with { type: "json" };

/** A page that broke. Its words come with the script: whatever broke may be what reads them. */
export default function Failed({ error, retry, reset }: { error: Error & { digest?: string }; retry?: () => void; reset?: () => void }) {
  return (
    <EmptyState title={problem.title} action={<Button kind="primary" onClick={() => (retry ?? reset ?? (() => window.location.reload()))()}>{problem.again}</Button>}>
      {problem.text.replace("{number}", error.digest ?? "–")}
    </EmptyState>
  );
}

import { currentReader } from "#app/reader.ts";
import { Skeleton } from "#app/ui/skeleton.tsx";
import { translator } from "#lib/words/words.ts";

export default async function Loading() {
  const label = translator(await currentReader(), "ui")("loading");
  return (
    <div role="status" aria-label={label}>
      <Skeleton className="h-7 w-48" /><Skeleton className="mt-2 h-4 w-96 max-w-full" /><Skeleton className="mt-6 h-72 w-full" />
    </div>
  );
}

import Link from "next/link";
import { sources } from "#lib/sources/registry.ts";
import { messages, translator, type Reader } from "#lib/words/words.ts";

/** What comes first: orders decide everything else. */
const order = ["orders", "web", "ads", "seo", "speed", "rates"] as const;

/** Every source there is, by what it brings. */
export function ChooseSource({ connected, reader }: { connected: readonly string[]; reader: Reader }) {
  const t = translator(reader, "sources");
  const texts = messages(reader).sources.sourceText as Record<string, string>;
  return (
    <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
      {order.flatMap((role) => sources.filter((one) => one.role === role)).map((source) => {
        const count = connected.filter((name) => name === source.name).length;
        return (
          <li key={source.name}>
            <Link prefetch={false} href={`/sources/new?source=${source.name}`} className="card flex h-full flex-col gap-1 rounded-xl border border-line bg-panel p-4 shadow-breath hover:border-line-strong">
              <span className="flex items-baseline justify-between gap-2"><b>{source.label}</b><span className="text-note text-ink-faint">{t(`role.${source.role}`)}</span></span>
              <span className="text-ink-soft">{texts[source.name] ?? ""}</span>
              {count > 0 ? <span className="text-note text-ink-faint">{t("new.connected", { count })}</span> : null}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

import type { Metadata } from "next";
import Link from "next/link";
import { AuditTable } from "./audit-table.tsx";
import { currentReader } from "#app/reader.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { auditGroupNames, readAudit, type AuditGroup } from "#lib/access/audit-log.ts";
import { requireActor } from "#lib/access/page.ts";
import { RowId } from "#lib/access/row-id.ts";
import { database } from "#lib/database.ts";
import { translator } from "#lib/words/words.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await currentReader(), "access")("audit.title") };
}

/** The record of who did what; the group and the page are in the address. */
export default async function Audit({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  await requireActor("audit");
  const asked = await searchParams;
  const group = auditGroupNames.find((name) => name === asked.group);
  const before = RowId.safeParse(asked.before).data;
  const reader = await currentReader();
  const t = translator(reader, "access");
  const { entries, next } = await readAudit(database(), { group, before, limit: 50 });
  const href = (to: { group?: AuditGroup | undefined; before?: string }) => `/audit?${new URLSearchParams(Object.entries(to).filter((pair): pair is [string, string] => pair[1] !== undefined))}`.replace(/\?$/, "");
  return (
    <>
      <PageHeader title={t("audit.title")}>{t("audit.sentence")}</PageHeader>
      <nav aria-label={t("audit.filter")} className="mb-3 flex flex-wrap gap-1.5">
        {[undefined, ...auditGroupNames].map((name) => (
          <Link key={name ?? "all"} prefetch={false} href={href({ group: name })} aria-current={group === name ? "page" : undefined}
            className="rounded-full border border-line bg-panel px-3 py-1 text-note text-ink-soft hover:border-line-strong aria-[current=page]:border-accent aria-[current=page]:bg-accent-faint aria-[current=page]:text-ink">
            {t(`audit.group.${name ?? "all"}`)}
          </Link>
        ))}
      </nav>
      <Card flush>
        {entries.length === 0 ? <p className="px-4 pb-4 sm:px-[18px]">{t("audit.none")}</p> : <AuditTable entries={entries} reader={reader} />}
      </Card>
      {before || next ? (
        <nav aria-label={t("audit.pages")} className="mt-3 flex justify-between gap-2">
          {before ? <LinkButton href={href({ group })}>{t("audit.newest")}</LinkButton> : <span />}
          {next ? <LinkButton href={href({ group, before: next })}>{t("audit.older")}</LinkButton> : null}
        </nav>
      ) : null}
    </>
  );
}

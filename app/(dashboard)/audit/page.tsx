import type { Metadata } from "next";
import Link from "next/link";
import { detailText } from "./detail-text.ts";
import { currentReader } from "#app/reader.ts";
import { Badge } from "#app/ui/badge.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import { auditGroupNames, readAudit, type AuditGroup } from "#lib/access/audit-log.ts";
import { requireActor } from "#lib/access/page.ts";
import { RowId } from "#lib/access/row-id.ts";
import { database } from "#lib/database.ts";
import { translator } from "#lib/words/words.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await currentReader(), "access")("audit.title") };
}

const warnings = new Set(["sign_in_failed", "denied"]);

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
        {entries.length === 0 ? <p className="px-4 pb-4 sm:px-[18px]">{t("audit.none")}</p> : (
          <Table label={t("audit.title")}>
            <thead><tr><Th>{t("audit.when")}</Th><Th>{t("audit.who")}</Th><Th>{t("audit.what")}</Th><Th>{t("audit.about")}</Th><Th>{t("audit.from")}</Th></tr></thead>
            <tbody>
              {entries.map((entry) => (
                <Row key={entry.id}>
                  <Td className="whitespace-nowrap text-ink-faint"><Moment at={entry.at} locale={reader.locale} /></Td>
                  <Td className="whitespace-nowrap text-ink">{entry.actor}{entry.via === "session" || entry.via === "none" ? null : <Badge className="ml-2">{t(`audit.via.${entry.via}`)}</Badge>}</Td>
                  <Td className="whitespace-nowrap">{warnings.has(entry.action) ? <Badge tone="amber">{t(`audit.action.${entry.action}`)}</Badge> : t(`audit.action.${entry.action}`)}</Td>
                  <Td className="min-w-48 [overflow-wrap:anywhere]">{entry.target}{detailText(entry, t)}</Td>
                  <Td className="whitespace-nowrap text-ink-faint">{entry.ip ?? "–"}</Td>
                </Row>
              ))}
            </tbody>
          </Table>
        )}
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

import { dayText } from "./answer-words.ts";
import { KindTable } from "./kind-table.tsx";
import { Card } from "#app/ui/card.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import type { Preview } from "#lib/imports/inspect.ts";
import { formatter, translator, type Reader } from "#lib/words/words.ts";
import { Notes } from "./notes.tsx";

const delimiterNames = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" } as const;

/** What the file would bring: counts, days, sums, the first rows as they stand. */
export function PreviewCards({ preview, reader }: { preview: Preview; reader: Reader }) {
  const t = translator(reader, "imports");
  const number = (value: number): string => formatter(reader).number(value);
  const preset = t(`preset.${preview.preset as "generic"}`);
  const facts = [
    [t("preview.rows"), number(preview.rows)],
    [t("preview.span"), preview.firstDay && preview.lastDay ? t("preview.spanValue", { from: dayText(preview.firstDay, reader), to: dayText(preview.lastDay.day, reader) }) : "–"],
    [t("preview.rejected"), number(preview.rejected)],
    [t("preview.zeros"), number(preview.zeros)],
  ];
  return (
    <>
      {preview.kinds.length > 0 ? (
        <Card title={t("preview.title")} note={preview.format === "workbook" ? t("preview.workbook", { preset }) : t("preview.format", { preset, delimiter: t(`delimiter.${delimiterNames[preview.delimiter as ","] ?? "comma"}`), encoding: (preview.encoding ?? "").toUpperCase() })} className="mb-4">
          {preview.isRemembered ? <Notice className="mb-4">{t("preview.remembered")}</Notice> : null}
          <dl className="mb-4 grid grid-cols-2 gap-x-6 gap-y-3 lg:grid-cols-4">
            {facts.map(([name, value]) => <div key={name}><dt className="text-note text-ink-faint">{name}</dt><dd className="text-heading text-ink tabular-nums">{value}</dd></div>)}
          </dl>
          <Notes notes={preview.notes} reader={reader} />
          <KindTable rows={preview.kinds} reader={reader} />
        </Card>
      ) : null}
      {preview.rejects.length > 0 ? (
        <Card title={t("preview.rejects")} note={t("preview.rejectsNote", { count: preview.rejected })} className="mb-4">
          <ul className="flex flex-col gap-1">
            {preview.rejects.map((one) => {
              const words = t(`reason.${one.reason as "missing"}`);
              return <li key={one.row}>{one.field ? t("preview.rowField", { row: one.row, field: preview.columns[one.field] ?? one.field, words }) : t("preview.row", { row: one.row, words })}</li>;
            })}
          </ul>
        </Card>
      ) : null}
      <Card title={t("preview.sample")} flush>
        <Table label={t("preview.sample")}>
          <thead><tr>{preview.captions.slice(0, 60).map((caption, at) => <Th key={at}>{caption || "–"}</Th>)}</tr></thead>
          <tbody>{preview.sample.map((cells, row) => <Row key={row}>{cells.map((cell, at) => <Td key={at} className="max-w-64 truncate whitespace-nowrap">{cell}</Td>)}</Row>)}</tbody>
        </Table>
      </Card>
    </>
  );
}

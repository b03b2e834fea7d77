import { BringData } from "./bring-data.tsx";
import { Upload } from "./upload.tsx";
import { dataWords, uploadWords } from "./words.ts";
import { Card } from "#app/ui/card.tsx";
import { translator, type Reader } from "#lib/words/words.ts";

/** For who may: a file of orders, and, once there is a store, one of spend, visits or costs. */
export function BringIn({ stores, reader }: { stores: { id: number; name: string }[]; reader: Reader }) {
  const t = translator(reader, "imports");
  const named = stores.map(({ id, name }) => ({ id, name }));
  return (
    <>
      <Card title={t("upload.title")} note={t("upload.note")} className="mb-4">
        <Upload stores={named} zones={Intl.supportedValuesOf("timeZone")} currencies={Intl.supportedValuesOf("currency")} words={uploadWords(reader)} />
      </Card>
      {named.length > 0 ? <BringData stores={named} locale={reader.locale} words={dataWords(reader)} /> : null}
    </>
  );
}

// placeholder until the workbook reader lands in the next commit
import type { Bytes } from "#lib/imports/unpack.ts";
export async function* workbookRecords(_bytes: Bytes): AsyncGenerator<string[][]> {
  yield [];
}

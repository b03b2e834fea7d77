// Who reads this page: the words we have, and the formats that the browser asked for.
import { cache } from "react";
import { headers } from "next/headers";
import { readerFrom, type Reader } from "#lib/words/words.ts";

/** The reader of this request, by Accept-Language; read once a request. */
export const currentReader = cache(async (): Promise<Reader> => readerFrom((await headers()).get("accept-language")));

import { z } from "zod";

/** An int8 key as it stands in a path or a query: digits that Postgres can hold. */
export const RowId = z.string().regex(/^[1-9]\d{0,17}$/);

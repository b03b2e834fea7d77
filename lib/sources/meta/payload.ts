// Meta's answers, checked. Values are text; what is zero is left out.
import { z } from "zod";

const count = z.string().regex(/^\d+$/, "no count").default("0").transform(Number);
const decimal = z.string().regex(/^-?\d+(\.\d+)?$/, "no amount");
const actions = z.array(z.object({ action_type: z.string(), value: decimal })).default([]);

export const rowSchema = z.object({
  account_id: z.string().regex(/^\d+$/), account_currency: z.string().regex(/^[A-Z]{3}$/, "no currency"), campaign_id: z.string().regex(/^\d+$/), campaign_name: z.string().default(""),
  impressions: count, clicks: count, spend: decimal.default("0"), actions, action_values: actions,
  date_start: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "no day"), date_stop: z.string(),
}).refine((row) => row.date_start === row.date_stop, { message: "a row of more than one day", path: ["date_stop"] });
export type Row = z.infer<typeof rowSchema>;
export const knownKeys = ["account_id", "account_currency", "campaign_id", "campaign_name", "impressions", "clicks", "spend", "actions", "action_values", "date_start", "date_stop"];

/** The account's own rows, for totals by day. */
export const totalSchema = z.object({ spend: decimal.default("0"), action_values: actions, date_start: z.string() });

export const pageSchema = z.object({ data: z.array(z.unknown()), paging: z.object({ cursors: z.object({ after: z.string().optional() }).optional(), next: z.string().optional() }).optional() });
export const accountSchema = z.object({ account_id: z.string(), name: z.string().default(""), currency: z.string(), timezone_name: z.string(), account_status: z.number().optional() });
export const startedSchema = z.object({ report_run_id: z.union([z.string(), z.number()]).transform(String) });
export const runSchema = z.object({ async_status: z.string(), async_percent_completion: z.number() });
export const errorSchema = z.object({ error: z.object({ message: z.string(), code: z.number(), error_subcode: z.number().optional(), is_transient: z.boolean().optional() }) });

/** { account: [{ call_count, total_cputime, total_time (percent), estimated_time_to_regain_access (minutes) }] } */
export const usageSchema = z.record(z.string(), z.array(z.object({
  call_count: z.number().default(0), total_cputime: z.number().default(0), total_time: z.number().default(0), estimated_time_to_regain_access: z.number().default(0),
})));

// Page speed. Field data is a rolling 28-day 75th percentile that ends on `day`; it is never summed.
import { fact, type DayRow } from "#lib/facts/fact.ts";

export interface VitalsPeriod extends DayRow {
  /** A page's address, or the origin. */
  subject: string;
  /** phone, desktop, tablet, all. */
  formFactor: string;
  lcpP75Ms: string | null; inpP75Ms: string | null; clsP75: string | null;
  /** Shares of good visits, 0 to 1. */
  lcpGood: string | null; inpGood: string | null; clsGood: string | null;
}
export const vitalsPeriod = fact<VitalsPeriod>("vitals_period", ["subject", "form_factor"], ["lcp_p75_ms", "inp_p75_ms", "cls_p75", "lcp_good", "inp_good", "cls_good"],
  "lcp_p75_ms",
  (row) => [row.subject, row.formFactor, row.lcpP75Ms, row.inpP75Ms, row.clsP75, row.lcpGood, row.inpGood, row.clsGood]);

/** The median of a few laboratory runs of a day. score is 0 to 1. */
export interface LabRun extends DayRow { subject: string; formFactor: string; score: string | null; lcpMs: string | null; cls: string | null; tbtMs: string | null }
export const labRun = fact<LabRun>("lab_run", ["subject", "form_factor"], ["score", "lcp_ms", "cls", "tbt_ms"],
  "score", (row) => [row.subject, row.formFactor, row.score, row.lcpMs, row.cls, row.tbtMs]);

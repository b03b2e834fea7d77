// Why a row was left out, in words for the download.
import type { RejectReason } from "#lib/imports/preset.ts";

export const rejectWords: Readonly<Record<RejectReason, string>> = {
  missing: "This cell is empty, and is needed.",
  not_a_number: "This cell is no number.",
  not_a_date: "This cell is no date, or none that exists.",
  before_calendar: "This day lies before 1995, where the calendar begins.",
  in_future: "This day lies in the future.",
  not_a_currency: "This cell is no currency code such as EUR.",
  too_many_cells: "The row has more cells than the header has columns.",
  unreadable: "A cell holds letters that can't be kept, or more than 10,000 of them.",
  too_long: "This cell is too long to be a number, name or code of an order.",
  far_from_order: "This line stands far from the first line of its order. Sort the file by order and choose it again.",
  unknown_kind: "This kind of line is not known.",
  order_unreadable: "Another line of this order could not be read.",
};


// An order told as a whole (lines, then discount, shipping, tax and refund of all) → ledger lines that add up to its total.
import { roundDivide, type Micros } from "#lib/core/decimal.ts";
import type { ConformContext, Line } from "#lib/imports/preset.ts";
import type { EventKind } from "#lib/imports/settings.ts";
import { shareOut, splitVat } from "#lib/imports/vat.ts";
import type { When } from "#lib/core/when.ts";

export interface OrderLine {
  rowNo: number;
  isRow: boolean;
  /** Price × quantity before discounts, as the shop shows it. */
  amount: Micros;
  quantity: Micros;
  sku: string | null;
  name: string | null;
  category: string | null;
  isGiftCard: boolean;
  isTaxable: boolean;
}

export interface WholeOrder {
  orderId: string;
  when: When;
  /** When it was cancelled or refunded, where the file tells. */
  refundWhen: When | null;
  currency: string;
  customerId: string | null;
  country: string | null;
  channel: string | null;
  lines: OrderLine[];
  /** All discounts of the order, positive. */
  discount: Micros;
  shipping: Micros;
  fee: Micros;
  tax: Micros;
  /** The amounts above hold `tax` already. */
  isTaxIncluded: boolean;
  /** What the customer paid; null when the file doesn't tell. */
  total: Micros | null;
  refunded: Micros;
  /** Never paid, or a test: its rows count, no money moves. */
  isVoid: boolean;
}

/**
 * Emits sale and gift_card lines, discount, shipping, fee, tax and refund. With included tax each amount becomes
 * net by its share of the tax, to the last millionth. What the total holds beside these (tips, duties) is an
 * adjustment. A full refund reverses each kind; a part takes its share of the tax along.
 */
export function emitOrder(context: ConformContext, told: WholeOrder): void {
  const order = withSaidVat(context, told);
  const { lines } = order;
  const first = lines[0]!;
  const base = { orderId: order.orderId, currency: order.currency, customerId: order.customerId, country: order.country, channel: order.channel };
  const bare = { productId: null, productName: null, category: null };
  if (order.isVoid) {
    for (const line of lines) if (line.isRow) context.emit({ ...base, ...bare, rowNo: line.rowNo, isRow: true, kind: null, when: order.when, amount: 0n, quantity: 0n, counts: false });
    return;
  }
  const weights = [...lines.map((line) => (line.isTaxable ? line.amount : 0n)), -order.discount, order.shipping, order.fee];
  const isAnyTaxed = weights.some((weight) => weight !== 0n);
  const taxes = order.isTaxIncluded && isAnyTaxed && weights.reduce((a, b) => a + b, 0n) !== 0n ? shareOut(order.tax, weights) : weights.map(() => 0n);
  const taken = taxes.reduce((a, b) => a + b, 0n);
  const net = weights.map((weight, at) => (at < lines.length ? lines[at]!.amount : weight) - taxes[at]!);
  const [discount, shipping, fee] = net.slice(lines.length) as [Micros, Micros, Micros];
  const tax = order.isTaxIncluded ? taken : order.tax;
  const goods = lines.reduce((sum, _, at) => sum + net[at]!, 0n);
  const giftCards = lines.reduce((sum, line, at) => sum + (line.isGiftCard ? net[at]! : 0n), 0n);

  lines.forEach((line, at) => {
    const amount = net[at]!;
    const sku = line.sku ?? line.name;
    const kind: EventKind = line.isGiftCard ? "gift_card" : amount < 0n ? "return" : "sale";
    context.emit({
      ...base, rowNo: line.rowNo, isRow: line.isRow, kind: amount === 0n ? null : kind, when: order.when, amount,
      quantity: line.isGiftCard || amount === 0n ? 0n : line.quantity,
      productId: sku === null ? null : sku.toUpperCase(), productName: line.name, category: line.category, counts: amount > 0n,
    });
  });
  const extra = (kind: EventKind, amount: Micros, when: When = order.when): void => {
    if (amount !== 0n) context.emit({ ...base, ...bare, rowNo: first.rowNo, isRow: false, kind, when, amount, quantity: 0n, counts: false } satisfies Line);
  };
  extra("discount", discount);
  extra("shipping", shipping);
  extra("fee", fee);
  extra("tax", tax);
  const sum = goods + discount + shipping + fee + tax;
  const total = order.total ?? sum;
  extra("adjustment", total - sum);
  if (total !== sum) context.note("remainder");
  if (order.isTaxIncluded && order.tax !== 0n) context.note("tax_included");

  if (order.refunded <= 0n) return;
  const when = order.refundWhen ?? order.when;
  if (!order.refundWhen) context.note("refund_day_unknown");
  if (order.refunded >= total) {
    // A gift card was no sale, so giving it back is no return.
    extra("return", -(goods - giftCards + discount), when);
    extra("gift_card", -giftCards, when);
    extra("shipping", -shipping, when);
    extra("fee", -fee, when);
    extra("tax", -tax, when);
    extra("adjustment", -(total - sum) - (order.refunded - total), when);
    return;
  }
  const taxBack = roundDivide(order.refunded * tax, total);
  // Of a part it isn't known what it was for, unless nothing but gift cards was bought.
  extra(giftCards !== 0n && giftCards === goods ? "gift_card" : "return", -(order.refunded - taxBack), when);
  extra("tax", -taxBack, when);
}

/** A file that tells no tax, of a shop that says its prices hold VAT. */
function withSaidVat(context: ConformContext, order: WholeOrder): WholeOrder {
  if (context.vatRate === null || order.tax !== 0n) return order;
  const gross = order.lines.reduce((sum, line) => sum + (line.isTaxable ? line.amount : 0n), 0n) - order.discount + order.shipping + order.fee;
  return { ...order, isTaxIncluded: true, tax: splitVat(gross, context.vatRate).tax };
}

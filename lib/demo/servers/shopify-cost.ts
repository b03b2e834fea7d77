// What a query costs in points, and the bucket that they are taken from. Shopify's own weights of nested
// lists are unpublished; these come out near what it tells for such queries (250 nested objects: about 25).
import { Kind, type FieldNode, type SelectionSetNode } from "graphql";
import { argumentsOf, type Plan } from "#lib/demo/servers/shopify-project.ts";

const perPoint = 12;
/** A query that asks for more is refused, however full the bucket. */
export const maxQueryCost = 1000;

export function requestedCost(selection: SelectionSetNode | undefined, plan: Plan): number {
  let cost = 0;
  for (const part of selection?.selections ?? []) {
    const inner = part.kind === Kind.FIELD ? part.selectionSet : part.kind === Kind.INLINE_FRAGMENT ? part.selectionSet : plan.fragments.get(part.name.value)?.selectionSet;
    cost += part.kind === Kind.FIELD && inner ? fieldCost(part, inner, plan) : requestedCost(inner, plan);
  }
  return cost;
}

function fieldCost(field: FieldNode, inner: SelectionSetNode, plan: Plan): number {
  const below = requestedCost(inner, plan);
  const first = argumentsOf(field, plan).first;
  if (typeof first === "number") return 2 + Math.ceil(first / perPoint) * Math.max(1, below);
  // Money, page facts and the wrappers of a list cost nothing.
  if (/Set$|Money$|^(edges|node|nodes|pageInfo|utmParameters|momentsCount|userErrors)$/.test(field.name.value)) return below;
  return 1 + below;
}

/** Points that refill with the clock. */
export function bucket(limits: { maximum: number; perSecond: number }, clock: () => Date) {
  let held = limits.maximum;
  let seen = clock().getTime();
  const refill = () => {
    const at = clock().getTime();
    held = Math.min(limits.maximum, held + ((at - seen) / 1000) * limits.perSecond);
    seen = at;
  };
  return {
    status() {
      refill();
      return { maximumAvailable: limits.maximum, currentlyAvailable: Math.floor(held), restoreRate: limits.perSecond };
    },
    /** True when the points were there. */
    take(points: number): boolean {
      refill();
      if (held < points) return false;
      held -= points;
      return true;
    },
  };
}

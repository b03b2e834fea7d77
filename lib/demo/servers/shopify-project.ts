// Answers a GraphQL selection from plain objects: only what was asked, under the names it was asked by.
import { Kind, type DocumentNode, type FieldNode, type FragmentDefinitionNode, type SelectionSetNode, type ValueNode } from "graphql";

export type Arguments = Record<string, unknown>;

export interface Plan {
  fragments: Map<string, FragmentDefinitionNode>;
  variables: Arguments;
}

export function planOf(document: DocumentNode, variables: Arguments): Plan {
  const fragments = new Map(document.definitions.flatMap((definition) => definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : []));
  return { fragments, variables };
}

export function argumentsOf(field: FieldNode, plan: Plan): Arguments {
  return Object.fromEntries((field.arguments ?? []).map((argument) => [argument.name.value, valueOf(argument.value, plan)]));
}

/** Selections without fragments ask the same of every value: a list of a hundred thousand lines is not gone through each time. */
const plain = new WeakMap<SelectionSetNode, FieldNode[]>();

/** The fields that a selection asks of a value, fragments opened where their type fits. */
export function fieldsOf(selection: SelectionSetNode, value: unknown, plan: Plan): FieldNode[] {
  const known = plain.get(selection);
  if (known) return known;
  if (selection.selections.every((part): part is FieldNode => part.kind === Kind.FIELD)) {
    const fields = [...selection.selections] as FieldNode[];
    plain.set(selection, fields);
    return fields;
  }
  const type = (value as { __typename?: string } | null)?.__typename;
  const fits = (condition: string | undefined) => condition === undefined || condition === "Node" || type === undefined || condition === type;
  return selection.selections.flatMap((part) => {
    if (part.kind === Kind.FIELD) return [part];
    const fragment = part.kind === Kind.INLINE_FRAGMENT ? part : plan.fragments.get(part.name.value)!;
    return fits(fragment.typeCondition?.name.value) ? fieldsOf(fragment.selectionSet, value, plan) : [];
  });
}

/** One field of an object: a function is called with the field's arguments. */
export function readField(value: unknown, field: FieldNode, plan: Plan): unknown {
  const held = (value as Record<string, unknown>)[field.name.value];
  return typeof held === "function" ? (held as (args: Arguments) => unknown)(argumentsOf(field, plan)) : held;
}

export function project(value: unknown, selection: SelectionSetNode | undefined, plan: Plan): unknown {
  if (value === null || value === undefined) return null;
  if (!selection) return value;
  if (Array.isArray(value)) return value.map((item) => project(item, selection, plan));
  const answer: Record<string, unknown> = {};
  for (const field of fieldsOf(selection, value, plan)) {
    answer[field.alias?.value ?? field.name.value] = project(readField(value, field, plan), field.selectionSet, plan);
  }
  return answer;
}

function valueOf(node: ValueNode, plan: Plan): unknown {
  switch (node.kind) {
    case Kind.VARIABLE: return plan.variables[node.name.value];
    case Kind.INT: case Kind.FLOAT: return Number(node.value);
    case Kind.NULL: return null;
    case Kind.LIST: return node.values.map((item) => valueOf(item, plan));
    case Kind.OBJECT: return Object.fromEntries(node.fields.map((field) => [field.name.value, valueOf(field.value, plan)]));
    default: return node.value;
  }
}

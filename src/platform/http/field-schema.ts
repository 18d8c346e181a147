import type { Dto } from './route.js';

export type JsonSchema = Readonly<Record<string, unknown>>;

interface FieldMeta {
  readonly schema: () => JsonSchema;
  readonly optional: boolean;
  readonly nullable: boolean;
  /** The DTO that the field holds, itself or in a list. */
  readonly holds: (() => Dto) | null;
}

/** What the field decorators say of each DTO class, for the API document. */
const fieldsByClass = new WeakMap<object, Map<string, FieldMeta>>();

/** Notes a field's schema; called by the decorators of `fields.ts` only. */
export function noteField(prototype: object, name: string, meta: Partial<FieldMeta>): void {
  const constructor = prototype.constructor;
  let fields = fieldsByClass.get(constructor);
  if (!fields) fieldsByClass.set(constructor, fields = new Map<string, FieldMeta>());
  const known = fields.get(name) ?? { schema: () => ({}), optional: false, nullable: false, holds: null };
  fields.set(name, { ...known, ...meta });
}

/** A reference to another DTO's schema. */
export function schemaReference(dto: Dto): JsonSchema {
  return { $ref: `#/components/schemas/${dto.name}` };
}

/** The JSON Schema of a DTO: its own fields and those of the classes it extends. */
export function dtoSchema(dto: Dto): { readonly type: 'object'; readonly properties: Readonly<Record<string, JsonSchema>>; readonly required: readonly string[] } {
  const fields = [...fieldsOf(dto)];
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(([name, meta]) => [name, meta.nullable ? orNull(meta.schema()) : meta.schema()])),
    required: fields.filter(([, meta]) => !meta.optional).map(([name]) => name),
  };
}

/** The DTO classes that a class's fields hold. */
export function referredDtos(dto: Dto): Dto[] {
  return [...fieldsOf(dto).values()].flatMap((meta) => meta.holds?.() ?? []);
}

/** Each field's name with the DTO that it holds, or null. */
export function fieldsHeld(dto: Dto): ReadonlyMap<string, Dto | null> {
  return new Map([...fieldsOf(dto)].map(([name, meta]) => [name, meta.holds?.() ?? null]));
}

function fieldsOf(dto: Dto): ReadonlyMap<string, FieldMeta> {
  const fields = new Map<string, FieldMeta>();
  for (const constructor of lineage(dto)) {
    for (const [name, meta] of fieldsByClass.get(constructor) ?? []) fields.set(name, meta);
  }
  return fields;
}

/** Base classes first, so that a subclass's word counts. */
function lineage(dto: Dto): object[] {
  const chain: object[] = [];
  for (let at: object | null = dto; at !== null && at !== Function.prototype; at = Object.getPrototypeOf(at) as object | null) chain.unshift(at);
  return chain;
}

function orNull(schema: JsonSchema): JsonSchema {
  if ('$ref' in schema) return { anyOf: [schema, { type: 'null' }] };
  if (!('type' in schema)) return schema;
  const types = Array.isArray(schema['type']) ? schema['type'] as string[] : [schema['type'] as string];
  const values = schema['enum'];
  return { ...schema, type: [...types, 'null'], ...(Array.isArray(values) ? { enum: [...values as unknown[], null] } : {}) };
}

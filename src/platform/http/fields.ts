import { applyDecorators } from './apply-decorators.js';
import { Type, Transform } from 'class-transformer';
import {
  ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsNumber, IsOptional, IsString, Matches, Max, MaxLength, Min, MinLength,
  ValidateNested, ValidateBy, ValidateIf, buildMessage,
} from 'class-validator';
import { JSONSchema as decorateSchema } from 'class-validator-jsonschema';
import type { Dto } from './route.js';

/** Decorators of DTO properties, in the words of this API. Each stands for validation and OpenAPI at once. */

interface Common { readonly optional?: boolean; readonly description?: string; readonly example?: unknown }

// Control characters have no business in any field; tab and line breaks are let through only in long texts.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]/u;
const CONTROL_IN_LONG_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]/u;

/** One line of text without control characters. */
export function TextField(options: Common & { min?: number; max: number; pattern?: RegExp; patternMessage?: string; multiline?: boolean }): PropertyDecorator {
  const parts: PropertyDecorator[] = [
    IsString({ message: '须为文本' }),
    MaxLength(options.max, { message: `不得超过 ${options.max} 个字符` }),
    noControlCharacters(options.multiline ? CONTROL_IN_LONG_TEXT : CONTROL),
  ];
  if (options.min !== undefined) parts.push(MinLength(options.min, { message: `不得少于 ${options.min} 个字符` }));
  if (options.pattern) parts.push(Matches(options.pattern, { message: options.patternMessage ?? '格式不正确' }));
  return field(options, parts);
}

/** A civil date `YYYY-MM-DD` that exists. */
export function CivilDateField(options: Common = {}): PropertyDecorator {
  return field(options, [
    ValidateBy({ name: 'isCivilDate', validator: { validate: isCivilDate, defaultMessage: () => '须为存在的日期，格式 YYYY-MM-DD' } }),
    JSONSchema({ type: 'string', format: 'date' }),
  ]);
}

/** An instant, ISO 8601 with offset. */
export function InstantField(options: Common = {}): PropertyDecorator {
  return field(options, [
    ValidateBy({ name: 'isInstant', validator: { validate: isInstant, defaultMessage: () => '须为带时区的 ISO 8601 时间' } }),
    JSONSchema({ type: 'string', format: 'date-time' }),
  ]);
}

/** A whole number; from a query string its digits are read as a number. */
export function IntegerField(options: Common & { min: number; max: number }): PropertyDecorator {
  return field(options, [
    Transform(({ value }) => (typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value)),
    IsInt({ message: '须为整数' }),
    Min(options.min, { message: `不得小于 ${options.min}` }),
    Max(options.max, { message: `不得大于 ${options.max}` }),
  ]);
}

export function NumberField(options: Common = {}): PropertyDecorator {
  return field(options, [IsNumber({}, { message: '须为数字' })]);
}

export function BooleanField(options: Common = {}): PropertyDecorator {
  return field(options, [
    Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value)),
    IsBoolean({ message: '须为 true 或 false' }),
  ]);
}

export function ChoiceField(values: readonly string[], options: Common = {}): PropertyDecorator {
  return field(options, [IsIn(values as string[], { message: `须为 ${values.join('、')} 之一` })]);
}

/** A UUID as this service makes them. */
export function IdField(options: Common = {}): PropertyDecorator {
  return field(options, [
    Matches(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, { message: '标识格式不正确' }),
    JSONSchema({ type: 'string', format: 'uuid' }),
  ]);
}

export function ObjectField(dto: () => Dto, options: Common = {}): PropertyDecorator {
  return field(options, [ValidateNested({ message: '须为对象' }), Type(dto)]);
}

export function ListField(dto: () => Dto, options: Common & { min?: number; max?: number } = {}): PropertyDecorator {
  return field(options, [
    IsArray({ message: '须为列表' }),
    ArrayMinSize(options.min ?? 0, { message: `不得少于 ${options.min} 项` }),
    ...(options.max === undefined ? [] : [ArrayMaxSize(options.max, { message: `不得超过 ${options.max} 项` })]),
    ValidateNested({ each: true, message: '各项须为对象' }), Type(dto),
  ]);
}

export function TextListField(options: Common & { max: number; maxLength: number }): PropertyDecorator {
  return field(options, [
    IsArray({ message: '须为列表' }), ArrayMaxSize(options.max, { message: `不得超过 ${options.max} 项` }),
    IsString({ each: true, message: '各项须为文本' }),
    MaxLength(options.maxLength, { each: true, message: `各项不得超过 ${options.maxLength} 个字符` }),
  ]);
}

/** A value whose shape is documented in words, such as a recorded change. */
export function AnyField(options: Common = {}): PropertyDecorator {
  return field(options, [
    ValidateBy({ name: 'isAny', validator: { validate: () => true } }),
    JSONSchema({ type: ['object', 'array', 'string', 'number', 'boolean', 'null'] } as never),
  ]);
}

/** The property may be null (answers only; requests leave fields out instead). Stands above the field it widens. */
export function Nullable(): PropertyDecorator {
  return applyDecorators(ValidateIf((_object, value) => value !== null), JSONSchema((schema) => {
    if ('$ref' in schema) return { anyOf: [{ $ref: schema.$ref }, { type: 'null' }] } as never;
    const type = schema.type as string | string[] | undefined;
    if (type === undefined) return { ...schema, type: ['object', 'null'] } as never;
    const widened = { ...schema, type: [...(Array.isArray(type) ? type : [type]), 'null'] };
    return ('enum' in schema && schema.enum ? { ...widened, enum: [...schema.enum, null] } : widened) as never;
  }));
}

function field(options: Common, parts: PropertyDecorator[]): PropertyDecorator {
  const meta: Record<string, unknown> = {};
  if (options.description !== undefined) meta['description'] = options.description;
  if (options.example !== undefined) meta['examples'] = [options.example];
  return applyDecorators(
    ...(options.optional ? [IsOptional()] : []),
    ...parts,
    ...(Object.keys(meta).length > 0 ? [JSONSchema(meta as never)] : []),
  );
}

function noControlCharacters(pattern: RegExp): PropertyDecorator {
  return ValidateBy({
    name: 'noControlCharacters',
    validator: {
      validate: (value: unknown) => typeof value !== 'string' || (!pattern.test(value) && value.isWellFormed()),
      defaultMessage: buildMessage(() => '不得含有控制字符'),
    },
  });
}

/** Whether the value is `YYYY-MM-DD` and names a day that exists, between the years 1900 and 2999. */
export function isCivilDate(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const match = /^((?:19|2\d)\d{2})-(\d{2})-(\d{2})$/.exec(value);
  if (!match) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

function isInstant(value: unknown): boolean {
  return typeof value === 'string'
    && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(value)
    && isCivilDate(value.slice(0, 10)) && !Number.isNaN(Date.parse(value));
}

/** OpenAPI details of a property; the library's own decorator is not typed as one for properties. */
function JSONSchema(schema: Parameters<typeof decorateSchema>[0]): PropertyDecorator {
  return (target, key) => decorateSchema(schema)(target, String(key));
}

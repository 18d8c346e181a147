import 'reflect-metadata';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsNumber, IsString, Matches, Max, MaxLength, Min, MinLength,
  ValidateBy, ValidateIf, ValidateNested,
} from 'class-validator';
import { noteField, schemaReference, type JsonSchema } from './field-schema.js';
import type { Dto } from './route.js';

/** Decorators of DTO properties, in the words of this API. Each stands for validation and for the API document at once. */

interface Common { readonly optional?: boolean; readonly description?: string; readonly example?: unknown }

// Control characters have no business in any field, nor have characters that nobody sees or that turn the direction of what
// follows; tab and line breaks are let through only in long texts.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/u;
const CONTROL_IN_LONG_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/u;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** One line of text without control characters. */
export function TextField(options: Common & { min?: number; max: number; pattern?: RegExp; patternMessage?: string; multiline?: boolean }): PropertyDecorator {
  const parts: PropertyDecorator[] = [
    IsString({ message: '须为文本' }),
    MaxLength(options.max, { message: `不得超过 ${options.max} 个字符` }),
    check('noControlCharacters', (value) => typeof value !== 'string' || (!(options.multiline ? CONTROL_IN_LONG_TEXT : CONTROL).test(value) && value.isWellFormed()), '不得含有控制字符或不可见字符'),
  ];
  if (options.min !== undefined) parts.push(MinLength(options.min, { message: `不得少于 ${options.min} 个字符` }));
  if (options.pattern) parts.push(Matches(options.pattern, { message: options.patternMessage ?? '格式不正确' }));
  return field(options, {
    type: 'string', maxLength: options.max, ...(options.min === undefined ? {} : { minLength: options.min }),
    ...(options.pattern ? { pattern: options.pattern.source } : {}),
  }, parts);
}

/** A civil date `YYYY-MM-DD` that exists. */
export function CivilDateField(options: Common = {}): PropertyDecorator {
  return field(options, { type: 'string', format: 'date' }, [check('isCivilDate', isCivilDate, '须为存在的日期，格式 YYYY-MM-DD')]);
}

/** An instant, ISO 8601 with offset. In a query string an unescaped `+` arrives as a space and is taken for what it was. */
export function InstantField(options: Common = {}): PropertyDecorator {
  return field(options, { type: 'string', format: 'date-time' }, [
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.replace(/ (\d{2}:\d{2})$/, '+$1') : value)),
    check('isInstant', isInstant, '须为带时区的 ISO 8601 时间，如 2026-03-05T09:00:00+08:00'),
  ]);
}

/** A whole number; from a query string or form its digits are read as a number. */
export function IntegerField(options: Common & { min: number; max: number }): PropertyDecorator {
  return field(options, { type: 'integer', minimum: options.min, maximum: options.max }, [
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value)),
    IsInt({ message: '须为整数' }),
    Min(options.min, { message: `不得小于 ${options.min}` }),
    Max(options.max, { message: `不得大于 ${options.max}` }),
  ]);
}

export function NumberField(options: Common = {}): PropertyDecorator {
  return field(options, { type: 'number' }, [IsNumber({}, { message: '须为数字' })]);
}

export function BooleanField(options: Common = {}): PropertyDecorator {
  return field(options, { type: 'boolean' }, [
    Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value)),
    IsBoolean({ message: '须为 true 或 false' }),
  ]);
}

export function ChoiceField(values: readonly string[], options: Common = {}): PropertyDecorator {
  return field(options, { type: 'string', enum: values }, [IsIn([...values], { message: `须为 ${values.join('、')} 之一` })]);
}

/** A UUID as this service makes them. */
export function IdField(options: Common = {}): PropertyDecorator {
  return field(options, { type: 'string', format: 'uuid' }, [Matches(UUID, { message: '标识格式不正确' })]);
}

export function ObjectField(dto: () => Dto, options: Common = {}): PropertyDecorator {
  return refer(dto, field(options, () => schemaReference(dto()), [
    // ValidateNested alone would take a list for an object.
    check('isPlainObject', isPlainObject, '须为对象'), ValidateNested({ message: '须为对象' }), Type(dto),
  ]));
}

export function ListField(dto: () => Dto, options: Common & { min?: number; max?: number } = {}): PropertyDecorator {
  const size = { ...(options.min === undefined ? {} : { minItems: options.min }), ...(options.max === undefined ? {} : { maxItems: options.max }) };
  return refer(dto, field(options, () => ({ type: 'array', items: schemaReference(dto()), ...size }), [
    IsArray({ message: '须为列表' }),
    check('isListOfObjects', (value) => !Array.isArray(value) || value.every(isPlainObject), '各项须为对象'),
    ...(options.min === undefined ? [] : [ArrayMinSize(options.min, { message: `不得少于 ${options.min} 项` })]),
    ...(options.max === undefined ? [] : [ArrayMaxSize(options.max, { message: `不得超过 ${options.max} 项` })]),
    ValidateNested({ each: true, message: '各项须为对象' }), Type(dto),
  ]));
}

export function TextListField(options: Common & { min?: number; max: number; maxLength: number }): PropertyDecorator {
  const least = options.min ?? 0;
  return field(options, { type: 'array', ...(least > 0 ? { minItems: least } : {}), maxItems: options.max, items: { type: 'string', maxLength: options.maxLength } }, [
    IsArray({ message: '须为列表' }), ArrayMinSize(least, { message: `不得少于 ${least} 项` }), ArrayMaxSize(options.max, { message: `不得超过 ${options.max} 项` }),
    IsString({ each: true, message: '各项须为文本' }),
    MaxLength(options.maxLength, { each: true, message: `各项不得超过 ${options.maxLength} 个字符` }),
  ]);
}

/** A value whose shape is documented in words, such as a recorded change. */
export function AnyField(options: Common = {}): PropertyDecorator {
  return field(options, {}, [check('isAny', () => true, '')]);
}

/** The property may be null. Stands beside the field that it widens. */
export function Nullable(): PropertyDecorator {
  return (target, key) => {
    ValidateIf((_object, value) => value !== null)(target, key);
    noteField(target, String(key), { nullable: true });
  };
}

function field(options: Common, schema: JsonSchema | (() => JsonSchema), parts: readonly PropertyDecorator[]): PropertyDecorator {
  const notes = {
    ...(options.description === undefined ? {} : { description: options.description }),
    ...(options.example === undefined ? {} : { examples: [options.example] }),
  };
  return (target, key) => {
    // Not IsOptional: it would let null through as well, which only `Nullable` does.
    for (const part of options.optional ? [ValidateIf((_object, value) => value !== undefined), ...parts] : parts) part(target, key);
    noteField(target, String(key), {
      optional: options.optional ?? false, schema: () => ({ ...(typeof schema === 'function' ? schema() : schema), ...notes }),
    });
  };
}

function refer(dto: () => Dto, decorate: PropertyDecorator): PropertyDecorator {
  return (target, key) => {
    decorate(target, key);
    noteField(target, String(key), { holds: dto });
  };
}

function check(name: string, validate: (value: unknown) => boolean, message: string): PropertyDecorator {
  return ValidateBy({ name, validator: { validate, defaultMessage: () => message } });
}

/** Whether the value is `YYYY-MM-DD` and names a day that exists, between the years 1900 and 2999. */
export function isCivilDate(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const match = /^((?:19|2\d)\d{2})-(\d{2})-(\d{2})$/.exec(value);
  if (!match) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isInstant(value: unknown): boolean {
  return typeof value === 'string'
    && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/.test(value)
    && isCivilDate(value.slice(0, 10)) && !Number.isNaN(Date.parse(value));
}

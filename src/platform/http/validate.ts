import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { problems, type FieldError } from '../problem.js';
import { fieldsHeld } from './field-schema.js';
import type { Dto } from './route.js';

export type InputPart = 'query' | 'params' | 'body';

/**
 * Turns untrusted input into an instance of a DTO class.
 * @throws Problem `invalid-request` (400) naming every wrong, unknown or missing field
 */
export function readDto<T extends object>(dto: Dto<T>, raw: unknown, part: InputPart): T {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    throw problems['invalid-request']({ errors: [{ pointer: '', code: 'object-required', message: '请求体须为 JSON 对象' }] });
  }
  refuseDepth(raw, part);
  const unknown = unknownFields(dto, raw as Readonly<Record<string, unknown>>, part, '');
  if (unknown.length > 0) throw problems['invalid-request']({ errors: unknown });
  const instance = plainToInstance(dto, raw, { exposeDefaultValues: true });
  const failures = validateSync(instance, {
    whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true, validationError: { target: false, value: true },
  });
  if (failures.length > 0) {
    throw problems['invalid-request']({ errors: failures.flatMap((failure) => fieldErrors(failure, part, '')) });
  }
  return instance;
}

/** Refuses any query parameter on a route that takes none. */
export function refuseParameters(query: Readonly<Record<string, unknown>>): void {
  const names = Object.keys(query);
  if (names.length > 0) {
    throw problems['invalid-request']({ errors: names.map((name) => unknownField(pointer('query', '', name))) });
  }
}

/** No body of this API is anywhere near as deep, and what walks one must not run out of stack. */
const MAX_DEPTH = 32;

function refuseDepth(raw: object, part: InputPart): void {
  let level: unknown[] = [raw];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) {
      throw problems['invalid-request']({ errors: [{ pointer: pointer(part, '', ''), code: 'too-deep', message: `嵌套不得超过 ${MAX_DEPTH} 层` }] });
    }
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
}

/**
 * Names that the DTO does not declare, at any depth. The validator's own whitelist lets names through that every object has
 * (`constructor`, `__proto__`), so the raw input is held against the declaration first.
 */
function unknownFields(dto: Dto, raw: Readonly<Record<string, unknown>>, part: InputPart, parent: string): FieldError[] {
  const declared = fieldsHeld(dto);
  return Object.entries(raw).flatMap(([name, value]) => {
    const here = pointer(part, parent, name);
    const held = declared.get(name);
    if (held === undefined) return [unknownField(here)];
    if (held === null || typeof value !== 'object' || value === null) return [];
    const members = Array.isArray(value) ? value.map((item, index) => [`${here}/${index}`, item as unknown] as const) : [[here, value] as const];
    return members.flatMap(([at, member]) => (typeof member === 'object' && member !== null && !Array.isArray(member)
      ? unknownFields(held, member as Readonly<Record<string, unknown>>, part, at) : []));
  });
}

/** Checks of the kind of a value; where one fails, what else is said of the value is noise. */
const KIND_CHECKS = new Set(['isString', 'isInt', 'isNumber', 'isBoolean', 'isArray', 'isPlainObject', 'isListOfObjects', 'noControlCharacters']);

function fieldErrors(failure: ValidationError, part: InputPart, parent: string): FieldError[] {
  const here = pointer(part, parent, failure.property);
  const constraints = Object.entries(failure.constraints ?? {});
  if (constraints.length > 0 && failure.value === undefined) return [{ pointer: here, code: 'required', message: '必填' }];
  const ofKind = constraints.filter(([code]) => KIND_CHECKS.has(code)).slice(0, 1);
  const own = (ofKind.length > 0 ? ofKind : constraints).map(([code, message]): FieldError => ({ pointer: here, code: kebab(code), message }));
  return [...own, ...(failure.children ?? []).flatMap((child) => fieldErrors(child, part, here))];
}

function unknownField(at: string): FieldError {
  return { pointer: at, code: 'unknown-field', message: '不支持该字段或参数' };
}

function pointer(part: InputPart, parent: string, name: string): string {
  const shown = [...name].slice(0, 100).join('');
  if (part === 'body') return `${parent}/${shown.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return `${part === 'query' ? '?' : ':'}${shown}`;
}

function kebab(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
}

import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { problems, type FieldError } from '../problem.js';
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
  const instance = plainToInstance(dto, raw, { exposeDefaultValues: true });
  const failures = validateSync(instance, {
    whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true, validationError: { target: false, value: false },
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

function fieldErrors(failure: ValidationError, part: InputPart, parent: string): FieldError[] {
  const here = pointer(part, parent, failure.property);
  const own = Object.entries(failure.constraints ?? {}).map(([code, message]): FieldError =>
    code === 'whitelistValidation' ? unknownField(here) : { pointer: here, code: kebab(code), message });
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

import { domainLabel } from '../../reference/index.js';

/** 男 or 女; null for what is unknown or not stated. */
export function sexLabel(code: string | null): string | null {
  return code === '1' || code === '2' ? domainLabel('sex', code) : null;
}

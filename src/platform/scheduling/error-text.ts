import { maskPersonalText } from '../observability/index.js';

/** What is kept of an error beside the work that failed, for the operator: its message without numbers of persons. */
export function errorText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return maskPersonalText(message).replaceAll('\u0000', '').slice(0, 2000);
}

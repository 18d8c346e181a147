/** One property decorator made of several. */
export function applyDecorators(...parts: readonly PropertyDecorator[]): PropertyDecorator {
  return (target, key) => {
    for (const part of parts) part(target, key);
  };
}

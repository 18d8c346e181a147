/** Text that is already HTML. Everything else that goes into a page is escaped. */
export class Html {
  constructor(readonly text: string) {}
}

/** A tagged template that escapes every value that is not itself `Html`; lists are joined, null and false vanish. */
export function html(strings: TemplateStringsArray, ...values: readonly unknown[]): Html {
  return new Html(strings.reduce((page, part, index) => page + render(values[index - 1]) + part));
}

/** Markup from a trusted producer, such as an SVG that we drew. */
export function trusted(text: string): Html {
  return new Html(text);
}

function render(value: unknown): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(render).join('');
  return String(value).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

import type { Readable } from 'node:stream';
import { SaxesParser } from 'saxes';
import { Problem } from '../problem.js';
import { damaged } from './zip-archive.js';
import { workbookProblems } from './workbook-problems.js';

export type XmlAttributes = Readonly<Record<string, string>>;

/** What a reader of a part wants to hear of. `name` is as written, prefix included; `localName` cuts it. */
export interface XmlHandlers {
  open?(name: string, attributes: XmlAttributes): void;
  close?(name: string): void;
  /** Character data between two tags, in one piece. */
  text?(text: string): void;
}

/** Depth and length that no workbook part needs; beyond them memory would grow without a single event to stop it. */
const MAX_DEPTH = 64;
const MAX_SILENT_CHARACTERS = 2_000_000;

/** The five entities of XML. The parser's own table inherits from `Object`, so that `&constructor;` would resolve. */
const ENTITIES: Readonly<Record<string, string>> = Object.assign(Object.create(null) as Record<string, string>,
  { amp: '&', gt: '>', lt: '<', quot: '"', apos: "'" });

/**
 * Parses a part as it arrives and yields once after each chunk, so that a caller can hand on what the handlers have
 * gathered. UTF-8 only, as every producer writes.
 * @throws Problem `workbook-forbidden-xml` for a DOCTYPE, `workbook-too-complex`, `workbook-damaged` otherwise
 */
export async function* parseXmlStepwise(source: Readable, handlers: XmlHandlers): AsyncGenerator<void> {
  const parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false });
  parser.ENTITIES = ENTITIES;
  let depth = 0;
  let silent = 0;
  parser.on('opentag', (tag) => {
    silent = 0;
    depth += 1;
    if (depth > MAX_DEPTH) throw workbookProblems['workbook-too-complex']({ detail: 'XML 嵌套过深' });
    handlers.open?.(tag.name, tag.attributes);
  });
  parser.on('closetag', (tag) => {
    silent = 0;
    depth -= 1;
    handlers.close?.(tag.name);
  });
  const text = (content: string) => {
    if (depth > 0) handlers.text?.(content);
  };
  parser.on('text', text);
  parser.on('cdata', text);
  parser.on('doctype', () => { throw forbiddenXml(); });
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    for await (const chunk of source as AsyncIterable<Buffer>) {
      silent += chunk.length;
      if (silent > MAX_SILENT_CHARACTERS) throw workbookProblems['workbook-too-complex']({ detail: 'XML 中有过长的内容' });
      parser.write(decoder.decode(chunk, { stream: true }));
      yield;
    }
    parser.write(decoder.decode());
    parser.close();
  } catch (error) {
    throw error instanceof Problem ? error : damaged(error);
  }
  yield;
}

/** Parses a whole part. Errors as of `parseXmlStepwise`. */
export async function parseXml(source: Readable, handlers: XmlHandlers): Promise<void> {
  const steps = parseXmlStepwise(source, handlers);
  while (!(await steps.next()).done) { /* the handlers do the work */ }
}

export function forbiddenXml() {
  return workbookProblems['workbook-forbidden-xml']({ detail: '工作簿内含有 DOCTYPE 声明，Excel 不会产生此类文件' });
}

/** `row` for `x:row`. */
export function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}

/** An attribute by local name, whatever its prefix (`r:id`, `rel:id`). */
export function attributeByLocalName(attributes: XmlAttributes, wanted: string): string | undefined {
  for (const name in attributes) if (name.includes(':') && localName(name) === wanted) return attributes[name];
  return undefined;
}

/** Text for an element's content; characters that XML cannot carry are dropped, carriage returns kept as references. */
export function escapeXmlText(text: string): string {
  return text.replace(ILLEGAL, '').replace(/[&<>\r]/g, (character) => TEXT_ESCAPES[character] ?? character);
}

/** Text for an attribute in double quotes. */
export function escapeXmlAttribute(text: string): string {
  return text.replace(ILLEGAL, '').replace(/[&<>"\r\n\t]/g, (character) => TEXT_ESCAPES[character] ?? character);
}

const ILLEGAL = new RegExp('[\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\uFFFE\\uFFFF]|[\\uD800-\\uDBFF](?![\\uDC00-\\uDFFF])|(?<![\\uD800-\\uDBFF])[\\uDC00-\\uDFFF]', 'g');
const TEXT_ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;', '\n': '&#10;', '\t': '&#9;',
};

/** Excel's spelling of characters in strings (`_x000D_`), undone. */
export function decodeEscapedCharacters(text: string): string {
  return text.includes('_x') ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text;
}

/** Text that only looks like such a spelling, protected, so that Excel shows what was written. */
export function encodeEscapedCharacters(text: string): string {
  return text.includes('_x') ? text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_') : text;
}

import { Readable } from 'node:stream';
import type { Relationship } from '../workbook-parts.js';
import { localName } from '../xml-stream.js';
import type { XmlAttributes } from '../xml-stream.js';
import { CopyingRewriter, prefixOf, rewriteXml } from './xml-rewriter.js';
import type { XmlOutput } from './xml-rewriter.js';

const EMPTY_RELATIONSHIPS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>';

/** The relationships part of a sheet or workbook with further ones. */
export function extendRelationships(existing: Readable | null, added: readonly Relationship[]): AsyncIterable<string> {
  return rewriteXml(existing ?? Readable.from([Buffer.from(EMPTY_RELATIONSHIPS)]), new Appender('Relationships', (prefix, out) => {
    for (const { id, type, target } of added) {
      out.open(`${prefix}Relationship`, { Id: id, Type: type, Target: target });
      out.close(`${prefix}Relationship`);
    }
  }));
}

export interface NewContentTypes {
  /** File extension → type of its parts. */
  readonly defaults: ReadonlyMap<string, string>;
  /** Part name without leading slash → type. */
  readonly overrides: ReadonlyMap<string, string>;
}

/** `[Content_Types].xml` with further types; what it says already is not said twice. */
export function extendContentTypes(existing: Readable, added: NewContentTypes): AsyncIterable<string> {
  const known = new Set<string>();
  const appender = new Appender('Types', (prefix, out) => {
    for (const [extension, type] of added.defaults) {
      if (known.has(extension)) continue;
      out.open(`${prefix}Default`, { Extension: extension, ContentType: type });
      out.close(`${prefix}Default`);
    }
    for (const [part, type] of added.overrides) {
      if (known.has(`/${part}`.toLowerCase())) continue;
      out.open(`${prefix}Override`, { PartName: `/${part}`, ContentType: type });
      out.close(`${prefix}Override`);
    }
  }, (attributes) => {
    known.add((attributes['Extension'] ?? attributes['PartName'] ?? '').toLowerCase());
  });
  return rewriteXml(existing, appender);
}

/** Copies a part and adds elements at the end of its root. */
class Appender extends CopyingRewriter {
  constructor(
    private readonly root: string,
    private readonly append: (prefix: string, out: XmlOutput) => void,
    private readonly notice: (attributes: XmlAttributes) => void = () => undefined,
  ) {
    super();
  }

  override open(name: string, attributes: XmlAttributes, out: XmlOutput): void {
    this.notice(attributes);
    super.open(name, attributes, out);
  }

  override close(name: string, out: XmlOutput): void {
    if (localName(name) === this.root) this.append(prefixOf(name), out);
    super.close(name, out);
  }
}

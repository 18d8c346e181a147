import type { Readable } from 'node:stream';
import { escapeXmlAttribute, escapeXmlText, parseXmlStepwise } from '../xml-stream.js';
import type { XmlAttributes } from '../xml-stream.js';

/** Gets the events of a part and writes a new one. Elements have no self-closing form here: `<a/>` comes out as `<a></a>`. */
export interface XmlRewriter {
  open(name: string, attributes: XmlAttributes, out: XmlOutput): void;
  close(name: string, out: XmlOutput): void;
  text(content: string, out: XmlOutput): void;
}

export class XmlOutput {
  private pieces: string[] = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'];

  open(name: string, attributes: Readonly<Record<string, string | number | undefined>>): void {
    let tag = `<${name}`;
    for (const key in attributes) {
      const value = attributes[key];
      if (value !== undefined) tag += ` ${key}="${escapeXmlAttribute(String(value))}"`;
    }
    this.pieces.push(tag, '>');
  }

  close(name: string): void {
    this.pieces.push(`</${name}>`);
  }

  text(content: string): void {
    this.pieces.push(escapeXmlText(content));
  }

  /** Finished markup. */
  raw(markup: string): void {
    this.pieces.push(markup);
  }

  take(): string {
    const text = this.pieces.join('');
    this.pieces = [];
    return text;
  }
}

/** The new part, as the old one arrives. Comments and processing instructions, which carry nothing here, are left out. */
export async function* rewriteXml(source: Readable, rewriter: XmlRewriter): AsyncGenerator<string> {
  const out = new XmlOutput();
  const steps = parseXmlStepwise(source, {
    open: (name, attributes) => { rewriter.open(name, attributes, out); },
    close: (name) => { rewriter.close(name, out); },
    text: (content) => { rewriter.text(content, out); },
  });
  for await (const step of steps) {
    void step;
    const text = out.take();
    if (text !== '') yield text;
  }
}

/** Copies everything; the base of rewriters that change a few elements. */
export class CopyingRewriter implements XmlRewriter {
  open(name: string, attributes: XmlAttributes, out: XmlOutput): void {
    out.open(name, attributes);
  }

  close(name: string, out: XmlOutput): void {
    out.close(name);
  }

  text(content: string, out: XmlOutput): void {
    out.text(content);
  }
}

/** `x:` for `x:row`, empty for `row`. */
export function prefixOf(name: string): string {
  return name.slice(0, name.indexOf(':') + 1);
}

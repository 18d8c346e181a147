import type { Readable } from 'node:stream';
import { cellReference, columnOfReference } from '../cell.js';
import { encodeEscapedCharacters, escapeXmlAttribute, escapeXmlText, localName, parseXml } from '../xml-stream.js';
import type { XmlAttributes } from '../xml-stream.js';
import { XmlOutput } from './xml-rewriter.js';

/** Under this name our comments are found again when the file comes back. */
const AUTHOR = '导入校验';

/** A comment that the sheet had before. `text` is its markup. */
export interface KeptComment { readonly row: number; readonly column: number; readonly author: string; readonly text: string }

export interface NewComment { readonly row: number; readonly column: number; readonly text: string }

/** The comments of a sheet that are not ours; null when they are written in a way that cannot be written back. */
export async function readForeignComments(source: Readable): Promise<readonly KeptComment[] | null> {
  const reader = new CommentReader();
  await parseXml(source, reader);
  return reader.understood ? reader.comments : null;
}

class CommentReader {
  readonly comments: KeptComment[] = [];
  understood = true;
  private readonly authors: string[] = [];
  private author: string | null = null;
  private current: { readonly place: { row: number; column: number } | null; readonly author: string } | null = null;
  private readonly markup = new XmlOutput();

  open(name: string, attributes: XmlAttributes): void {
    if (this.current) {
      this.markup.open(name, attributes);
      return;
    }
    switch (localName(name)) {
      case 'comments': this.understood = name === 'comments'; break; // with a prefix its texts would need it too
      case 'author': this.author = ''; break;
      case 'comment':
        this.current = { place: placeOf(attributes['ref'] ?? ''), author: this.authors[Number(attributes['authorId'] ?? 0)] ?? '' };
        this.markup.take();
        break;
    }
  }

  text(content: string): void {
    if (this.current) this.markup.text(content);
    else if (this.author !== null) this.author += content;
  }

  close(name: string): void {
    const element = localName(name);
    if (element === 'author' && this.author !== null) {
      this.authors.push(this.author);
      this.author = null;
    } else if (element === 'comment' && this.current) {
      const { place, author } = this.current;
      const text = this.markup.take();
      if (author !== AUTHOR && place) this.comments.push({ ...place, author, text });
      this.current = null;
    } else if (this.current) {
      this.markup.close(name);
    }
  }
}

function placeOf(reference: string): { row: number; column: number } | null {
  const column = columnOfReference(reference);
  const row = Number(reference.replace(/^[A-Z]+/, ''));
  return column === null || !Number.isInteger(row) || row < 1 ? null : { row, column };
}

/** The comments part: those of before and ours. A cell that has one already keeps it. */
export function* commentsPart(kept: readonly KeptComment[], added: readonly NewComment[]): Generator<string> {
  const authors = [...new Set([...kept.map((comment) => comment.author), AUTHOR])];
  yield '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors>'
    + authors.map((author) => `<author>${escapeXmlText(author)}</author>`).join('') + '</authors><commentList>';
  for (const comment of kept) {
    yield `<comment ref="${cellReference(comment.row, comment.column)}" authorId="${authors.indexOf(comment.author)}">${comment.text}</comment>`;
  }
  for (const comment of added) {
    yield `<comment ref="${cellReference(comment.row, comment.column)}" authorId="${authors.indexOf(AUTHOR)}"><text><r><t xml:space="preserve">`
      + `${escapeXmlText(encodeEscapedCharacters(comment.text))}</t></r></text></comment>`;
  }
  yield '</commentList></comments>';
}

/** The boxes in which Excel shows the comments, hidden until the mouse is over the cell ([MS-OI29500], VML). */
export function* commentBoxesPart(places: readonly { readonly row: number; readonly column: number }[]): Generator<string> {
  yield '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">'
    + '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    + '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    + '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>';
  for (const [index, { row, column }] of places.entries()) {
    const anchor = [column, 15, Math.max(row - 2, 0), 10, column + 3, 15, Math.max(row - 2, 0) + 5, 4].join(', ');
    yield `<v:shape id="_x0000_s${1025 + index}" type="#_x0000_t202" style="${escapeXmlAttribute('position:absolute;margin-left:60pt;margin-top:1.5pt;width:180pt;height:72pt;z-index:1;visibility:hidden')}"`
      + ' fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
      + '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
      + `<x:Anchor>${anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>${row - 1}</x:Row><x:Column>${column - 1}</x:Column></x:ClientData></v:shape>`;
  }
  yield '</xml>';
}

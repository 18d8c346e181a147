import path from 'node:path';
import { readRelationships, relationshipsPartOf } from '../workbook-parts.js';
import type { Relationship } from '../workbook-parts.js';
import type { ZipArchive } from '../zip-archive.js';
import { readForeignComments } from './comment-parts.js';
import type { KeptComment } from './comment-parts.js';

/** Where the comments of a sheet go. */
export interface CommentPlan {
  readonly commentsPart: string;
  readonly boxesPart: string;
  readonly drawingId: string;
  readonly kept: readonly KeptComment[];
  /** Relationships that the sheet does not have yet, targets as they are written: relative to the sheet. */
  readonly newRelationships: readonly Relationship[];
  readonly relationshipsPart: string;
}

const TYPES = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
/** Boxes of a drawing larger than this are not looked into. */
const MAX_BOXES_BYTES = 16 * 1_048_576;

/**
 * Plans the comments of a sheet. Null when the sheet has what cannot be carried over — threaded comments, form controls in
 * the same drawing, a foreign spelling: it then keeps its own, and the marks and the last column tell the reasons.
 */
export async function planComments(archive: ZipArchive, sheetPart: string, number: number): Promise<CommentPlan | null> {
  const relationships = await readRelationships(archive, sheetPart);
  const ofType = (type: string) => relationships.filter((one) => one.type.endsWith(type) && !one.external);
  const [comments] = ofType('/comments');
  const [boxes, ...furtherBoxes] = ofType('/vmlDrawing');
  if (ofType('/threadedComment').length > 0 || furtherBoxes.length > 0) return null;
  const relationshipsPart = relationshipsPartOf(sheetPart);
  if (comments && boxes) {
    const kept = await keptComments(archive, comments.target, boxes.target);
    return kept && { commentsPart: comments.target, boxesPart: boxes.target, drawingId: boxes.id, kept, newRelationships: [], relationshipsPart };
  }
  if (comments ?? boxes) return null;
  const drawingId = unusedId('rIdBoxes', relationships);
  const commentsPart = unusedPart(archive, 'xl/comments', number, '.xml');
  const boxesPart = unusedPart(archive, 'xl/drawings/vmlDrawing', number, '.vml');
  // Absolute targets are as valid, but not every reader follows them.
  const relativeTo = (part: string) => path.posix.relative(path.posix.dirname(sheetPart), part);
  return {
    commentsPart, boxesPart, drawingId, kept: [], relationshipsPart,
    newRelationships: [
      { id: drawingId, type: `${TYPES}/vmlDrawing`, target: relativeTo(boxesPart), external: false },
      { id: unusedId('rIdNotes', relationships), type: `${TYPES}/comments`, target: relativeTo(commentsPart), external: false },
    ],
  };
}

async function keptComments(archive: ZipArchive, commentsPart: string, boxesPart: string): Promise<readonly KeptComment[] | null> {
  const boxes = archive.find(boxesPart);
  const comments = archive.find(commentsPart);
  if (!boxes || !comments || boxes.uncompressedSize > MAX_BOXES_BYTES) return null;
  let markup = '';
  for await (const chunk of (await archive.read(boxes)).setEncoding('utf8') as AsyncIterable<string>) markup += chunk;
  if (/ObjectType\s*=\s*["'](?!Note["'])/.test(markup)) return null;
  return readForeignComments(await archive.read(comments));
}

function unusedId(wanted: string, relationships: readonly Relationship[]): string {
  let id = wanted;
  for (let copy = 2; relationships.some((one) => one.id === id); copy += 1) id = `${wanted}${copy}`;
  return id;
}

function unusedPart(archive: ZipArchive, stem: string, number: number, extension: string): string {
  let name = `${stem}${number}${extension}`;
  for (let copy = number + 100; archive.find(name); copy += 1) name = `${stem}${copy}${extension}`;
  return name;
}

import type { StyledRow } from '../../../platform/workbook/index.js';
import { formatScopeText } from '../../scope-text/index.js';
import type { ScopeVocabulary } from '../../scope-text/index.js';
import type { ListedInstitution } from '../roster.model.js';
import { heightOf, lineCount } from './print-height.rules.js';

const POINTS = 11;
/** A row of Excel is at most 409 points high. */
const LINES_PER_ROW = 24;
const GAP = '　　';

/**
 * The head of an institution in the book: name, number and validity; then address, telephone, head and scope
 * (95号 art. 22; usual contents of the roster).
 * @param columnUnits width of the sheet in characters
 */
export function institutionBlock(institution: ListedInstitution, number: number, vocabulary: ScopeVocabulary, columnUnits: number): StyledRow[] {
  const document = institution.part === 'registered' ? '许可证号' : '资格证书或备案号';
  const title = join([
    `${number}．${institution.name}`, labelled(document, institution.documentNo ?? '（当时的证号未载）'),
    `有效期：${institution.validFrom} 至 ${institution.validTo ?? '长期'}`,
  ]);
  const facts = [
    join([labelled('住所', institution.address), labelled('邮编', institution.postalCode)]),
    join([labelled('电话', institution.phone), labelled('负责人', institution.head)]),
  ].filter((line) => line !== '');
  const scope = `业务范围：${formatScopeText(institution.scope, vocabulary) || '未载'}`;
  return [
    { style: 'section', cells: [title], merged: true, height: heightOf(lineCount(title, columnUnits, POINTS), POINTS) },
    ...pages([...facts, scope], columnUnits).map((text): StyledRow => (
      { style: 'note', cells: [text], merged: true, height: heightOf(lineCount(text, columnUnits, POINTS), POINTS) })),
  ];
}

/** Lines put together to rows that are not too high; a long scope goes on in the next row after a group. */
function pages(lines: readonly string[], columnUnits: number): string[] {
  const rows: string[] = [];
  let current = '';
  for (const line of lines) {
    line.split(/(?<=；)/).forEach((piece, index) => {
      const longer = current === '' ? piece : current + (index === 0 ? '\n' : '') + piece;
      if (current !== '' && lineCount(longer, columnUnits, POINTS) > LINES_PER_ROW) {
        rows.push(current);
        current = piece;
      } else current = longer;
    });
  }
  return current === '' ? rows : [...rows, current];
}

function labelled(label: string, value: string | null): string {
  return value === null || value.trim() === '' ? '' : `${label}：${value.replace(/\s+/g, ' ')}`;
}

function join(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(GAP);
}

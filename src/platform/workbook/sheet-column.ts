/** How a column of an exported sheet is shown. */
export type ColumnKind = 'text' | 'number' | 'integer' | 'date';

export interface SheetColumn {
  readonly title: string;
  readonly kind: ColumnKind;
  /** In characters; by kind when left out. */
  readonly width?: number;
}

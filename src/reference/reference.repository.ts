import type { Sql } from '../platform/database/sql.js';
import type { Category, CategoryAlias, CategoryDocument, Division } from './reference.model.js';

const VALIDITY = 'lower(valid)::text AS "validFrom", upper(valid)::text AS "validTo"';

/** Reads the reference tables; they are written by `seedReference` only. */
export class ReferenceRepository {
  documents(sql: Sql): Promise<CategoryDocument[]> {
    return sql.rows<CategoryDocument>(`
      SELECT id, class_code AS "classCode", class_name AS "className", title, number, issued_on::text AS "issuedOn", ${VALIDITY}
      FROM category_document ORDER BY id`);
  }

  /** All categories, parents before children. */
  categories(sql: Sql): Promise<Category[]> {
    return sql.rows<Category>(`
      SELECT code, parent_code AS "parentCode", level, name, document_id AS "documentId", confidence, ${VALIDITY}
      FROM category ORDER BY code COLLATE "C"`);
  }

  aliases(sql: Sql): Promise<CategoryAlias[]> {
    return sql.rows<CategoryAlias>(`SELECT name, code, ${VALIDITY} FROM category_alias ORDER BY name, code`);
  }

  /** The name that a category bore on a day, with the document that gave it; null when no document knew it then. */
  categoryNameOn(sql: Sql, code: string, day: string): Promise<{ name: string; documentId: string } | null> {
    return sql.row(`SELECT name, document_id AS "documentId" FROM category_version WHERE code = $1 AND valid @> $2::date`, [code, day]);
  }

  /** All divisions by code. */
  divisions(sql: Sql): Promise<Division[]> {
    return sql.rows<Division>(`
      SELECT code, parent_code AS "parentCode", level, name, short_name AS "shortName", full_name AS "fullName", pinyin, current
      FROM division ORDER BY code`);
  }
}

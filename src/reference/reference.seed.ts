import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Tx } from '../platform/database/sql.js';
import { parentCodeOf } from './categories.rules.js';
import type { CategoryDocument, Confidence, DivisionLevel } from './reference.model.js';
import { valueDomains } from './value-domains.js';

/** The files of `seeders/reference`. */
export interface CategoriesFile {
  readonly documents: readonly (CategoryDocument & {
    readonly categories: readonly { readonly code: string; readonly name: string; readonly confidence: Confidence }[];
    readonly aliases: readonly { readonly name: string; readonly codes: readonly string[]; readonly validFrom: string; readonly validTo: string | null }[];
  })[];
}
export interface DivisionsFile {
  readonly source: string;
  readonly divisions: readonly {
    readonly code: string; readonly name: string; readonly level: DivisionLevel; readonly parent: string | null;
    readonly shortName: string; readonly pinyin: string; readonly current: boolean;
  }[];
}

/** The compiled file lies in `dist/<name>/src/reference`, four levels below the project. */
const SEEDERS = path.join(import.meta.dirname, '..', '..', '..', '..', 'seeders', 'reference');

/**
 * Brings the reference tables to what this release knows: new rows are added, changed ones updated, none removed, so that
 * records which refer to them stay whole. Running it again changes nothing.
 * @param folder where `categories.json` and `divisions.json` are
 */
export async function seedReference(tx: Tx, folder: string = SEEDERS): Promise<void> {
  await seedCategories(tx, await readJson<CategoriesFile>(folder, 'categories.json'));
  await seedDivisions(tx, await readJson<DivisionsFile>(folder, 'divisions.json'));
  await seedDictionaries(tx);
}

async function seedCategories(tx: Tx, file: CategoriesFile): Promise<void> {
  // Older documents first, so that the newest gives a category its name.
  const documents = [...file.documents].sort((a, b) => a.validFrom.localeCompare(b.validFrom));
  for (const document of documents) {
    await tx.run(`
      INSERT INTO category_document (id, class_code, class_name, title, number, issued_on, valid)
      VALUES ($1, $2, $3, $4, $5, $6, daterange($7, $8))
      ON CONFLICT (id) DO UPDATE SET class_code = excluded.class_code, class_name = excluded.class_name, title = excluded.title,
        number = excluded.number, issued_on = excluded.issued_on, valid = excluded.valid`,
      [document.id, document.classCode, document.className, document.title, document.number, document.issuedOn, document.validFrom, document.validTo]);
    const rows = document.categories.map((category) => ({
      ...category, parent: parentCodeOf(category.code), level: (category.code.length - 3) / 2,
    })).sort((a, b) => a.level - b.level);
    await tx.run(`
      INSERT INTO category (code, parent_code, level, name, document_id, confidence, valid)
      SELECT code, parent, level, name, $2, confidence, daterange($3, $4)
      FROM jsonb_to_recordset($1::jsonb) AS row (code text, parent text, level smallint, name text, confidence text)
      ON CONFLICT (code) DO UPDATE SET name = excluded.name, document_id = excluded.document_id, confidence = excluded.confidence,
        valid = excluded.valid`,
      [JSON.stringify(rows), document.id, document.validFrom, document.validTo]);
    await tx.run(`
      INSERT INTO category_version (code, document_id, name, confidence, valid)
      SELECT code, $2, name, confidence, daterange($3, $4)
      FROM jsonb_to_recordset($1::jsonb) AS row (code text, name text, confidence text)
      ON CONFLICT (document_id, code) DO UPDATE SET name = excluded.name, confidence = excluded.confidence, valid = excluded.valid`,
      [JSON.stringify(rows), document.id, document.validFrom, document.validTo]);
  }
  const aliases = documents.flatMap((document) => document.aliases.flatMap(({ codes, ...alias }) => codes.map((code) => ({ ...alias, code }))));
  await tx.run(`
    INSERT INTO category_alias (name, code, valid)
    SELECT name, code, daterange("validFrom", "validTo")
    FROM jsonb_to_recordset($1::jsonb) AS row (name text, code text, "validFrom" date, "validTo" date)
    ON CONFLICT (name, code) DO UPDATE SET valid = excluded.valid`, [JSON.stringify(aliases)]);
}

async function seedDivisions(tx: Tx, file: DivisionsFile): Promise<void> {
  const byCode = new Map(file.divisions.map((division) => [division.code, division]));
  const fullName = (code: string | null): string => {
    const division = code === null ? undefined : byCode.get(code);
    return division ? fullName(division.parent) + division.name : '';
  };
  const rows = file.divisions.map((division) => ({ ...division, fullName: fullName(division.code) }));
  await tx.run(`
    INSERT INTO division (code, parent_code, level, name, short_name, full_name, pinyin, current)
    SELECT code, parent, level, name, "shortName", "fullName", pinyin, current
    FROM jsonb_to_recordset($1::jsonb)
      AS row (code text, parent text, level text, name text, "shortName" text, "fullName" text, pinyin text, current boolean)
    ON CONFLICT (code) DO UPDATE SET parent_code = excluded.parent_code, level = excluded.level, name = excluded.name,
      short_name = excluded.short_name, full_name = excluded.full_name, pinyin = excluded.pinyin, current = excluded.current`,
    [JSON.stringify(rows)]);
}

async function seedDictionaries(tx: Tx): Promise<void> {
  for (const [code, domain] of Object.entries(valueDomains)) {
    await tx.run(`
      INSERT INTO dictionary (code, label, label_en, source) VALUES ($1, $2, $3, $4)
      ON CONFLICT (code) DO UPDATE SET label = excluded.label, label_en = excluded.label_en, source = excluded.source`,
      [code, domain.label, domain.labelEn, domain.source]);
    const items = domain.items.map((item, index) => ({ ...item, position: index + 1 }));
    await tx.run(`
      INSERT INTO dictionary_item (dictionary, code, label, label_en, position)
      SELECT $2, code, label, "labelEn", position
      FROM jsonb_to_recordset($1::jsonb) AS row (code text, label text, "labelEn" text, position int)
      ON CONFLICT (dictionary, code) DO UPDATE SET label = excluded.label, label_en = excluded.label_en, position = excluded.position`,
      [JSON.stringify(items), code]);
  }
}

async function readJson<T>(folder: string, name: string): Promise<T> {
  return JSON.parse(await readFile(path.join(folder, name), 'utf8')) as T;
}

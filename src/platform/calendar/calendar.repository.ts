import type { Sql, Tx } from '../database/sql.js';
import type { CalendarOverride, CalendarYear } from './calendar.data.js';

/** An override as it is recorded, with its notice and its author. */
export interface OverrideRecord extends CalendarOverride { readonly source: string; readonly recordedBy: string; readonly recordedAt: Date }

/** A declared year as it is recorded. */
export interface YearRecord extends CalendarYear { readonly source: string; readonly recordedBy: string; readonly recordedAt: Date }

/** Reads and writes the declarations of the calendar. */
export class CalendarRepository {
  /** Rises by at least one with every committed change of the declarations. */
  async revision(sql: Sql): Promise<number> {
    const row = await sql.row<{ revision: number | string }>('SELECT revision FROM calendar_revision');
    return Number(row?.revision ?? 0);
  }

  overrides(sql: Sql): Promise<OverrideRecord[]> {
    return sql.rows<OverrideRecord>(`
      SELECT day::text AS day, kind, name, source, recorded_by AS "recordedBy", recorded_at AS "recordedAt"
      FROM calendar_override ORDER BY calendar_override.day`);
  }

  years(sql: Sql): Promise<YearRecord[]> {
    return sql.rows<YearRecord>(`
      SELECT year, covered, source, recorded_by AS "recordedBy", recorded_at AS "recordedAt"
      FROM calendar_year ORDER BY year`);
  }

  async saveOverride(tx: Tx, override: OverrideRecord): Promise<void> {
    await tx.run(`
      INSERT INTO calendar_override (day, kind, name, source, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (day) DO UPDATE SET kind = excluded.kind, name = excluded.name, source = excluded.source,
        recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at`,
      [override.day, override.kind, override.name, override.source, override.recordedBy, override.recordedAt]);
  }

  /** @returns whether there was one */
  async removeOverride(tx: Tx, day: string): Promise<boolean> {
    return await tx.run('DELETE FROM calendar_override WHERE day = $1', [day]) > 0;
  }

  async saveYear(tx: Tx, year: YearRecord): Promise<void> {
    await tx.run(`
      INSERT INTO calendar_year (year, covered, source, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (year) DO UPDATE SET covered = excluded.covered, source = excluded.source,
        recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at`,
      [year.year, year.covered, year.source, year.recordedBy, year.recordedAt]);
  }
}

import type { DataScope } from '../../platform/context.js';
import { columnName, FACT_TABLES, SECRET_COLUMNS } from './fact-tables.js';
import { factView, RAW_FACT } from './fact.repository.js';
import type { AsOf, FactName, FactView } from './fact.model.js';

/** The condition that the registry said so at an instant; null asks for what it says now. */
export function knownCondition(alias: string, knownAt: AsOf['knownAt'], params: unknown[]): string {
  return knownAt === null ? `upper_inf(${alias}.recorded)` : `${alias}.recorded @> $${params.push(knownAt)}::timestamptz`;
}

/**
 * A column with the facts of one table that belong to one subject, as a JSON array ordered by series and day. What the reader may not see
 * does not leave the database.
 * @param where further condition on the fact `t`, such as `t.institution_id = i.id`
 */
export function factsColumn(name: FactName, where: string, scope: DataScope, known: string): string {
  const hidden: string[] = [...SECRET_COLUMNS];
  if (scope.kind === 'public') hidden.push('recorded_by', ...FACT_TABLES[name].personal.map((field) => columnName(field)));
  const columns = `ARRAY[${hidden.map((column) => `'${column}'`).join(', ')}]`;
  const order = [...FACT_TABLES[name].series.map((field) => `t.${columnName(field)}`), 'lower(t.valid)', 't.id'].join(', ');
  return `(SELECT coalesce(jsonb_agg((${RAW_FACT}) - ${columns} ORDER BY ${order}), '[]') FROM ${name} t WHERE ${where} AND ${known}) AS ${name}`;
}

/** The views in such a column. */
export function views<F extends FactName>(column: readonly Readonly<Record<string, unknown>>[]): FactView<F>[] {
  return column.map((row) => factView<F>(row));
}

import type { Tx } from '../../platform/database/sql.js';
import { common, factProblems, FACT_TABLES, without } from '../facts/index.js';
import type { Changes, FactInput, FactRepository, FactValues, Period, RawFact } from '../facts/index.js';
import { columnName } from '../facts/fact-tables.js';
import type { Match } from '../facts/fact.repository.js';

type DetailName = 'institution_detail' | 'appraiser_detail';

/**
 * States some items anew on the days of a period; all other items stay what they are stated to be on each of its days, also
 * those that the person who corrects cannot see, such as an encrypted phone number.
 * @throws Problem `nothing-recorded` when a day of the period has no statement that could be amended
 */
export async function amendDetail<F extends DetailName>(
  tx: Tx, facts: FactRepository, changes: Changes, name: F, match: Match<F>, days: Period, items: Partial<FactValues[F]>,
): Promise<void> {
  const stated = await facts.current(tx, name, match);
  const pieces = stated.flatMap((row) => {
    const part = common({ from: row.valid_from, to: row.valid_to }, days);
    return part ? [{ row, part }] : [];
  });
  const [gap] = pieces.reduce<readonly Period[]>((left, { part }) => left.flatMap((rest) => without(rest, part)), [days]);
  if (gap) throw factProblems['nothing-recorded']({ detail: `${gap.from} 至 ${gap.to ?? '长期'} 没有登记事项` });
  for (const { row, part } of pieces) {
    await changes.correct(name, match, { valid: part, values: { ...valuesOf(name, row), ...items } as unknown as FactInput<FactValues[F]> });
  }
}

function valuesOf(name: DetailName, row: RawFact): Record<string, unknown> {
  return Object.fromEntries(Object.keys(FACT_TABLES[name].columns).map((field) => [field, row[columnName(field)]]));
}

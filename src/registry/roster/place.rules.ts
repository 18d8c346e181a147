import type { Division, DivisionIndex } from '../../reference/index.js';

/** Where a roster lists an institution: under its city, in print, and with its district, in the sheet to import. */
export interface RosterPlace { readonly code: string; readonly city: string; readonly district: string | null }

/**
 * City and district of a division code: prefecture and county; a municipality and its district; a county directly under
 * a province stands as a city of its own, and so does the province for what is recorded under it alone.
 */
export function placeOf(divisions: DivisionIndex, code: string): RosterPlace {
  const [province, second, third] = divisions.pathOf(code);
  if (!province) return { code, city: code, district: null };
  if (!second) return place(province, undefined);
  if (second.level === 'prefecture') return place(second, third);
  return /(?:市|特别行政区)$/.test(province.name) ? place(province, second) : place(second, undefined);
}

function place(city: Division, district: Division | undefined): RosterPlace {
  return { code: city.code, city: city.name, district: district?.name ?? null };
}

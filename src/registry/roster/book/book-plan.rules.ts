import type { ListedInstitution, RosterPart } from '../roster.model.js';
import type { RosterPlace } from '../place.rules.js';

/** Parts of the book in their order (dossier §12). */
export const PARTS: readonly { readonly part: RosterPart; readonly title: string }[] = [
  { part: 'registered', title: '第一部分　司法行政机关登记的司法鉴定机构和司法鉴定人' },
  { part: 'police', title: '第二部分　公安机关所属鉴定机构和鉴定人（备案）' },
  { part: 'procuratorate', title: '第三部分　检察机关所属鉴定机构和鉴定人（备案）' },
  { part: 'other-organs', title: '第四部分　其他侦查机关所属鉴定机构和鉴定人（备案）' },
];

interface Counted {
  readonly institutions: number;
  readonly appraisers: number;
  /** Row of its heading in the sheet of institutions. */
  readonly row: number;
}

export interface PlannedInstitution extends ListedInstitution {
  /** Serial number in the book, to which the indexes refer. */
  readonly number: number;
  readonly city: string;
  /** Row of its heading. */
  readonly row: number;
  /** Row of its first appraiser. */
  readonly firstAppraiserRow: number;
}

export interface PlannedCity extends Counted { readonly name: string; readonly members: readonly PlannedInstitution[] }
export interface PlannedPart extends Counted { readonly title: string; readonly cities: readonly PlannedCity[] }

/** Where everything stands in the sheet of institutions, known before its first row is written. */
export interface BookPlan {
  /** Parts that list anybody. */
  readonly parts: readonly PlannedPart[];
  /** In the order of their numbers. */
  readonly institutions: readonly PlannedInstitution[];
  readonly appraisers: number;
}

/**
 * Numbers the institutions part by part and city by city, keeping the order they have within a city, and lays their rows out.
 * @param blockRows rows of an institution's heading when it bears that number
 * @param firstRow first row after the header of the sheet
 */
export function planBook(
  institutions: readonly ListedInstitution[], placeOf: (divisionCode: string) => RosterPlace,
  blockRows: (institution: ListedInstitution, number: number) => number, firstRow: number,
): BookPlan {
  let row = firstRow;
  let number = 0;
  const planInstitution = (institution: ListedInstitution, city: string): PlannedInstitution => {
    number += 1;
    const start = row;
    const firstAppraiserRow = start + blockRows(institution, number);
    row = firstAppraiserRow + institution.appraisers;
    return { ...institution, number, city, row: start, firstAppraiserRow };
  };
  const planCity = (name: string, members: readonly ListedInstitution[]): PlannedCity => {
    const start = row++;
    return { name, row: start, ...totals(members), members: members.map((institution) => planInstitution(institution, name)) };
  };
  const parts = PARTS.flatMap(({ part, title }): PlannedPart[] => {
    const members = institutions.filter((institution) => institution.part === part);
    if (members.length === 0) return [];
    const start = row++;
    return [{ title, row: start, ...totals(members), cities: byCity(members, placeOf).map(([name, list]) => planCity(name, list)) }];
  });
  return { parts, institutions: parts.flatMap((part) => part.cities.flatMap((city) => city.members)), appraisers: totals(institutions).appraisers };
}

/** In the order of division codes, as official lists have it. */
function byCity(institutions: readonly ListedInstitution[], placeOf: (divisionCode: string) => RosterPlace): [string, ListedInstitution[]][] {
  const cities = new Map<string, { readonly name: string; readonly members: ListedInstitution[] }>();
  for (const institution of institutions) {
    const { code, city } = placeOf(institution.divisionCode);
    const known = cities.get(code);
    if (known) known.members.push(institution);
    else cities.set(code, { name: city, members: [institution] });
  }
  return [...cities].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { name, members }]) => [name, members]);
}

function totals(institutions: readonly ListedInstitution[]): { readonly institutions: number; readonly appraisers: number } {
  return { institutions: institutions.length, appraisers: institutions.reduce((sum, { appraisers }) => sum + appraisers, 0) };
}

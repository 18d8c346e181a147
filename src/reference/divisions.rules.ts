/** Administrative divisions (GB/T 2260) and how their names are recognised. */
import type { Division } from './reference.model.js';

/** The answer to a name as people write it: the division, or which part of the name is not known. */
export type DivisionAnswer =
  | { readonly found: true; readonly division: Division }
  | { readonly found: false; readonly unknown: 'city' | 'district' };

/** All divisions, found by code and by name. Immutable. */
export class DivisionIndex {
  private readonly byCodes = new Map<string, Division>();
  private readonly children = new Map<string | null, Division[]>();
  private readonly cities = new Map<string, Division[]>();

  constructor(readonly divisions: readonly Division[]) {
    for (const division of divisions) {
      this.byCodes.set(division.code, division);
      const siblings = this.children.get(division.parentCode) ?? [];
      siblings.push(division);
      this.children.set(division.parentCode, siblings);
    }
    for (const division of divisions) if (this.isCity(division)) for (const name of spellings(division)) this.addCity(name, division);
  }

  byCode(code: string): Division | null {
    return this.byCodes.get(code) ?? null;
  }

  /** The divisions directly below, abolished ones left out; the provinces for null. */
  childrenOf(code: string | null): readonly Division[] {
    return (this.children.get(code) ?? []).filter((division) => division.current);
  }

  /** The division and those above it, from the province down; empty when the code does not exist. */
  pathOf(code: string): Division[] {
    const division = this.byCodes.get(code);
    if (!division) return [];
    return division.parentCode === null ? [division] : [...this.pathOf(division.parentCode), division];
  }

  /**
   * The division that a city and a district name, the way rosters write them: 广州 or 广州市, 越秀 or 越秀区, the province in
   * front or not (广东省广州市). A municipality and a county directly under a province count as cities. Where a city has no
   * districts (东莞, 中山, 儋州), or no district is given, the answer is the city.
   */
  byName(city: string, district: string | null = null): DivisionAnswer {
    const candidates = this.citiesNamed(squash(city));
    if (candidates.length === 0) return { found: false, unknown: 'city' };
    const wanted = district === null ? '' : squash(district);
    if (wanted === '') return { found: true, division: candidates[0]! };
    for (const candidate of candidates) {
      const division = this.districtOf(candidate, wanted);
      if (division) return { found: true, division };
    }
    return { found: false, unknown: 'district' };
  }

  private districtOf(city: Division, wanted: string): Division | null {
    const below = this.children.get(city.code) ?? [];
    const named = [...below].sort(currentFirst).find((division) => spellings(division).includes(wanted));
    if (named) return named;
    return below.length === 0 && spellings(city).includes(wanted) ? city : null;
  }

  private citiesNamed(text: string): readonly Division[] {
    const direct = this.cities.get(text);
    if (direct) return direct;
    for (const province of this.children.get(null) ?? []) {
      for (const name of spellings(province).sort((a, b) => b.length - a.length)) {
        const rest = text.startsWith(name) ? this.cities.get(text.slice(name.length)) : undefined;
        const inProvince = rest?.filter((division) => division.parentCode === province.code) ?? [];
        if (inProvince.length > 0) return inProvince;
      }
    }
    return [];
  }

  private isCity(division: Division): boolean {
    if (division.level === 'prefecture') return true;
    if (division.level === 'province') return division.name.endsWith('市') || division.name.endsWith('特别行政区');
    const parent = division.parentCode === null ? null : this.byCode(division.parentCode);
    return parent?.level === 'province' && !parent.name.endsWith('市');
  }

  private addCity(name: string, division: Division): void {
    const known = this.cities.get(name) ?? [];
    known.push(division);
    this.cities.set(name, known.sort(currentFirst));
  }
}

function currentFirst(a: Division, b: Division): number {
  return Number(b.current) - Number(a.current);
}

function spellings(division: Division): string[] {
  return [...new Set([division.name, division.shortName])];
}

function squash(text: string): string {
  return text.normalize('NFKC').replace(/[\s\p{C}]/gu, '');
}

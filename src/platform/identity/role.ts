import type { DataScope } from '../context.js';

/** How far a role reaches: where an account's own division or institution is filled in. */
export type RoleReach = 'nation' | 'division' | 'institution' | 'public';

/** A role that the composition of features defines; the platform knows none by name. */
export interface RoleDefinition {
  readonly code: string;
  /** What the screen shows. */
  readonly title: string;
  readonly reach: RoleReach;
  /** For `division`: the level that the account's division must have. */
  readonly level?: 'province' | 'prefecture' | 'county';
  readonly permissions: readonly string[];
}

export class RoleCatalogue {
  private readonly byCode: ReadonlyMap<string, RoleDefinition>;

  constructor(roles: readonly RoleDefinition[], readonly clientScopes: readonly string[]) {
    this.byCode = new Map(roles.map((role) => [role.code, role]));
  }

  get(code: string): RoleDefinition | undefined { return this.byCode.get(code); }
  all(): readonly RoleDefinition[] { return [...this.byCode.values()]; }
}

/**
 * The data scope of an account.
 * @param place division code of six digits (`440100`) and institution id as stored with the account
 */
export function accountScope(reach: RoleReach, place: { divisionCode: string | null; institutionId: string | null }): DataScope {
  if (reach === 'nation') return { kind: 'nation' };
  if (reach === 'division' && place.divisionCode !== null) return { kind: 'division', prefix: divisionPrefix(place.divisionCode) };
  if (reach === 'institution' && place.institutionId !== null) return { kind: 'institution', institutionId: place.institutionId };
  return { kind: 'public' };
}

/** The level of a division by its code (GB/T 2260). A prefecture without districts of its own has no county code. */
export function divisionLevel(code: string): 'province' | 'prefecture' | 'county' {
  if (code.endsWith('0000')) return 'province';
  return code.endsWith('00') ? 'prefecture' : 'county';
}

/** `440000` → `44`, `440100` → `4401`, `440105` stays (GB/T 2260: two digits each for province, prefecture, district). */
export function divisionPrefix(code: string): string {
  if (code.endsWith('0000')) return code.slice(0, 2);
  return code.endsWith('00') ? code.slice(0, 4) : code;
}

import type { CodeOf } from '../../reference/index.js';
import type { OfficialScope } from '../facts/index.js';

/**
 * 司发通〔2008〕165号 (the province files the organs' institutions), dossier §12: classified institutions and their appraisers are
 * known to the province and to themselves. A provincial prefix has two digits.
 */
export function seesClassified(scope: OfficialScope): boolean {
  return scope.kind !== 'division' || scope.prefix.length <= 2;
}

/** Whether somebody of this scope may enter an institution of this kind: nobody enters what they could not see afterwards. */
export function mayEnterKind(scope: OfficialScope, kind: CodeOf<'institution-kind'>): boolean {
  return kind !== 'investigative-classified' || seesClassified(scope);
}

/** Whether a division lies where the scope reaches. */
export function reachesDivision(scope: OfficialScope, divisionCode: string): boolean {
  return scope.kind === 'nation' || (scope.kind === 'division' && divisionCode.startsWith(scope.prefix));
}

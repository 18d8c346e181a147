import type { CodeOf } from '../../reference/index.js';
import { seesClassified, type OfficialScope } from '../facts/index.js';

/** Whether somebody of this scope may enter an institution of this kind: nobody enters what they could not see afterwards. */
export function mayEnterKind(scope: OfficialScope, kind: CodeOf<'institution-kind'>): boolean {
  return kind !== 'investigative-classified' || seesClassified(scope);
}

/** Whether a division lies where the scope reaches. */
export function reachesDivision(scope: OfficialScope, divisionCode: string): boolean {
  return scope.kind === 'nation' || (scope.kind === 'division' && divisionCode.startsWith(scope.prefix));
}

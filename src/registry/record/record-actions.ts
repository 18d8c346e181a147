import type { RequestContext } from '../../platform/context.js';
import type { SubjectKind } from '../facts/index.js';
import { appraiserCommands } from './appraiser.commands.js';
import { institutionCommands } from './institution.commands.js';
import type { RecordCommand } from './record-command.js';
import type { RecordHead } from './record.repository.js';

export const WRITE = 'record:write';
export const UNMASK = 'record:unmask';

type Applicable = Pick<RecordCommand<never>, 'path' | 'kinds'>;

const COMMANDS: Readonly<Record<SubjectKind, readonly Applicable[]>> = { institution: institutionCommands, appraiser: appraiserCommands };

/** Whether a command makes sense for a record of this kind. */
export function applies({ kinds }: Applicable, kind: RecordHead['institutionKind']): boolean {
  return kinds === undefined || (kind !== null && kinds.includes(kind));
}

/** The decisions of the server in words of the console: which buttons work (design §4.3). */
export class RecordActions {
  of({ actor }: RequestContext, subject: SubjectKind, kind: RecordHead['institutionKind']): string[] {
    const commands = actor.permissions.has(WRITE) ? COMMANDS[subject].filter((command) => applies(command, kind)).map(({ path }) => path) : [];
    return subject === 'appraiser' && actor.permissions.has(UNMASK) ? [...commands, 'unmasking'] : commands;
  }
}

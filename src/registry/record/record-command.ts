import type { Tx } from '../../platform/database/sql.js';
import type { Dto } from '../../platform/http/route.js';
import type { CodeOf } from '../../reference/index.js';
import type { CommandContext, FactSource, OfficialScope, RegistryChange, SubjectKind, Target } from '../facts/index.js';
import type { BodyCheck } from './body-check.js';

/** The paper that every body may name. */
export interface Paper { readonly documentNo?: string | null; readonly documentTitle?: string | null; readonly reason?: string | null }

/** Another record that a body names: it must be one that the actor may see, or, with `public`, one that everybody may know. */
export interface Reference { readonly pointer: string; readonly subject: SubjectKind; readonly id: string; readonly public?: boolean }

/** What a command works with inside its transaction. */
export interface CommandRun { readonly tx: Tx; readonly command: CommandContext; readonly scope: OfficialScope }

interface Declared<B extends Paper> {
  /** Operation id of its route. */
  readonly id: string;
  readonly summary: string;
  readonly body: Dto<B>;
  readonly source: FactSource;
  /** What the form of the body cannot tell: unknown codes, wrong numbers, missing papers. */
  readonly check: (body: B, check: BodyCheck) => void;
  readonly references?: (body: B) => readonly Reference[];
}

/** A command on an existing record: one row of the table that routes, buttons and documentation are made from. */
export interface RecordCommand<P, B extends Paper = Paper> extends Declared<B> {
  /** Last segment of the path, which also names the command to the console. */
  readonly path: string;
  /** Kinds of institution it makes sense for; all when missing. */
  readonly kinds?: readonly CodeOf<'institution-kind'>[];
  readonly run: (ports: P, run: CommandRun, target: Target, body: B) => Promise<RegistryChange>;
}

/** The command that enters a new record. */
export interface Registration<P, B extends Paper = Paper> extends Declared<B> {
  readonly run: (ports: P, run: CommandRun, body: B) => Promise<RegistryChange>;
}

/** Declares a command, inferring types from its body class, which only the table needs to forget. */
export function recordCommand<P, B extends Paper>(declaration: RecordCommand<P, B>): RecordCommand<P> {
  return declaration as unknown as RecordCommand<P>;
}

/** As `recordCommand`, for the command that enters a new record. */
export function registration<P, B extends Paper>(declaration: Registration<P, B>): Registration<P> {
  return declaration as unknown as Registration<P>;
}

/** References of optional members, left out where nothing is named. */
export function named(...references: readonly (Omit<Reference, 'id'> & { readonly id: string | null | undefined })[]): Reference[] {
  return references.flatMap(({ id, ...reference }) => (id ? [{ ...reference, id }] : []));
}

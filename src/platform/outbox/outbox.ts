import type { Tx } from '../database/sql.js';
import { newId } from '../id.js';
import { insertMessage } from './outbox.repository.js';

/** A kind of message and the shape of what it carries. */
export interface Topic<P extends object> {
  readonly name: string;
  /** Only for the compiler: there is never a value. */
  readonly payload?: P;
}

/** Declares a topic: `export const opinionIssued = defineTopic<{ opinionId: string }>('casework.opinion-issued')`. */
export function defineTopic<P extends object>(name: string): Topic<P> {
  if (!/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*$/.test(name) || name.length > 100) throw new RangeError(`topic name: ${name}`);
  return { name };
}

/**
 * Notes an effect outside the database in the command's transaction; it is carried out at least once after the commit,
 * and not at all when there is none. Carry ids in the payload rather than personal data.
 * @param availableAt not before this instant
 * @returns the message's id, the same at every delivery, by which a receiver knows a repetition
 */
export async function publish<P extends object>(tx: Tx, topic: Topic<P>, payload: P, now: Date, availableAt: Date = now): Promise<string> {
  const id = newId();
  await insertMessage(tx, { id, topic: topic.name, payload, createdAt: now, availableAt });
  return id;
}

import type { RequestContext } from '../context.js';
import type { Sql } from '../database/sql.js';

/** Whether the caller may read the files of a record: the same answer that the record itself would give. */
export type MayReadFiles = (sql: Sql, context: RequestContext, ownerId: string) => Promise<boolean>;

/** Asks the feature that owns a record who may read its files (design §4.7). */
export class FileReaders {
  private readonly byKind = new Map<string, MayReadFiles>();

  /** @throws RangeError when the kind is declared twice */
  add(ownerKind: string, mayRead: MayReadFiles): void {
    if (this.byKind.has(ownerKind)) throw new RangeError(`readers of ${ownerKind} declared twice`);
    this.byKind.set(ownerKind, mayRead);
  }

  /** Nobody may read the files of a kind that no feature speaks for. */
  async mayRead(sql: Sql, context: RequestContext, owner: { readonly kind: string; readonly id: string }): Promise<boolean> {
    return (await this.byKind.get(owner.kind)?.(sql, context, owner.id)) ?? false;
  }
}

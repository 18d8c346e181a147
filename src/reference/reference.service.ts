import type { Sql } from '../platform/database/sql.js';
import { CategoryIndex } from './categories.rules.js';
import { DivisionIndex } from './divisions.rules.js';
import type { CategoryDocument } from './reference.model.js';
import { ReferenceRepository } from './reference.repository.js';

/** All reference data of one moment. */
export interface ReferenceData {
  readonly documents: readonly CategoryDocument[];
  readonly categories: CategoryIndex;
  readonly divisions: DivisionIndex;
}

/**
 * Reference data, read once and kept in memory: it changes with a release only, when `seedReference` has run before the
 * processes start.
 */
export class ReferenceService {
  private loaded: Promise<ReferenceData> | null = null;

  constructor(private readonly sql: Sql, private readonly repository: ReferenceRepository = new ReferenceRepository()) {}

  /** A failed read is not kept: the next caller reads again. */
  data(): Promise<ReferenceData> {
    this.loaded ??= this.read().catch((error: unknown) => {
      this.loaded = null;
      throw error;
    });
    return this.loaded;
  }

  async categories(): Promise<CategoryIndex> {
    return (await this.data()).categories;
  }

  async divisions(): Promise<DivisionIndex> {
    return (await this.data()).divisions;
  }

  /** Forgets what was read; for the process that has just seeded. */
  reload(): void {
    this.loaded = null;
  }

  private async read(): Promise<ReferenceData> {
    const [documents, categories, aliases, divisions] = await Promise.all([
      this.repository.documents(this.sql), this.repository.categories(this.sql),
      this.repository.aliases(this.sql), this.repository.divisions(this.sql),
    ]);
    return { documents, categories: new CategoryIndex(categories, aliases), divisions: new DivisionIndex(divisions) };
  }
}

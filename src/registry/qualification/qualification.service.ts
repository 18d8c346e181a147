import { civilDate, civilToday } from '../../platform/calendar/index.js';
import type { DataScope, RequestContext } from '../../platform/context.js';
import type { Database } from '../../platform/database/database.js';
import type { Sql } from '../../platform/database/sql.js';
import { problems } from '../../platform/problem.js';
import type { ReferenceData, ReferenceService } from '../../reference/index.js';
import { registryProblems } from '../registry.problems.js';
import type { SignedStatement } from '../statement/statement.model.js';
import type { StatementService } from '../statement/statement.service.js';
import { readKnownAt } from './known-at.rules.js';
import type { QualificationAnswer } from './qualification.answer.js';
import type { QualificationFacts } from './qualification.model.js';
import type { QualificationRepository } from './qualification.repository.js';
import { qualificationOn } from './qualification.rules.js';

export interface QualificationPair { readonly certificateNo: string; readonly category: string; readonly asOf: string }

export type StatedAnswer = QualificationAnswer & { readonly statement: SignedStatement };

/** What courts are told is what everybody may know: no login widens it. */
const PUBLIC: DataScope = { kind: 'public' };

/** Answers whether appraisers were qualified, and signs the answers. */
export class QualificationService {
  constructor(
    private readonly database: Database,
    private readonly facts: QualificationRepository,
    private readonly reference: ReferenceService,
    private readonly statements: StatementService,
  ) {}

  /**
   * One question, one signed statement.
   * @throws Problem 400 for an unknown category or a `knownAt` in the future, 404 for a number that the register does not know
   */
  async state(context: RequestContext, query: { certificateNo: string; category: string; asOf?: string; knownAt?: string }): Promise<StatedAnswer> {
    const pair = { certificateNo: narrow(query.certificateNo), category: narrow(query.category).toUpperCase(), asOf: query.asOf ?? civilToday(context.now) };
    const knownAt = readKnownAt(query.knownAt, context.now, '?knownAt');
    const data = await this.reference.data();
    if (!data.categories.byCode(pair.category)) throw unknownCategory('?category');
    const [answer] = await this.answer(this.database, [pair], knownAt, context.now);
    if (answer!.appraiser === null && !await this.isKnown(pair.certificateNo)) {
      throw registryProblems['certificate-not-found']({ detail: `执业证号 ${pair.certificateNo}` });
    }
    const statement = await this.database.transaction((tx) =>
      this.statements.issue(tx, context, 'qualification', { ...answer! }, pair.certificateNo));
    return { ...answer!, statement };
  }

  /**
   * Many questions, one signed statement. A number that the register does not know is an answer, not an error.
   * @throws Problem 400 naming the item with an unknown category
   */
  async stateMany(context: RequestContext, body: { items: readonly QualificationPair[]; knownAt?: string }): Promise<{ items: QualificationAnswer[]; knownAt: string; statement: SignedStatement }> {
    const pairs = body.items.map((item) => ({ certificateNo: narrow(item.certificateNo), category: narrow(item.category).toUpperCase(), asOf: item.asOf }));
    const asked = readKnownAt(body.knownAt, context.now, '/knownAt');
    const data = await this.reference.data();
    const wrong = pairs.findIndex((pair) => !data.categories.byCode(pair.category));
    if (wrong >= 0) throw unknownCategory(`/items/${wrong}/category`);
    const items = await this.answer(this.database, pairs, asked, context.now);
    const knownAt = (asked ?? context.now).toISOString();
    const statement = await this.database.transaction((tx) =>
      this.statements.issue(tx, context, 'qualification-batch', { items, knownAt }, `${items.length} items`));
    return { items, knownAt, statement };
  }

  /** Answers without signing. @param knownAt null: as the registry knows it now */
  async answer(sql: Sql, pairs: readonly QualificationPair[], knownAt: Date | null, now: Date): Promise<QualificationAnswer[]> {
    const data = await this.reference.data();
    const facts = await this.facts.load(sql, PUBLIC, [...new Set(pairs.map((pair) => pair.certificateNo))], knownAt);
    const instant = (knownAt ?? now).toISOString();
    return pairs.map((pair) => toAnswer(pair, facts.get(pair.certificateNo) ?? null, data, instant));
  }

  private async isKnown(certificateNo: string): Promise<boolean> {
    return (await this.facts.load(this.database, PUBLIC, [certificateNo], null)).has(certificateNo);
  }
}

function toAnswer(pair: QualificationPair, facts: QualificationFacts | null, data: ReferenceData, knownAt: string): QualificationAnswer {
  const question = {
    certificateNo: pair.certificateNo, category: { code: pair.category, name: data.categories.byCode(pair.category)?.name ?? pair.category }, asOf: pair.asOf,
    provisional: pair.asOf > civilToday(new Date(knownAt)), knownAt,
  };
  if (facts === null) {
    const message = `名册中没有执业证号 ${pair.certificateNo} 的记载`;
    return {
      ...question, qualified: false, appraiser: null, institution: null,
      reasons: [{ code: 'certificate-unknown', message, document: null, period: null }],
      links: [{ link: 'certificate', ok: false, document: null, period: null, detail: message }],
    };
  }
  const result = qualificationOn(facts, {
    category: pair.category, asOf: civilDate(pair.asOf), categoryName: (code) => data.categories.byCode(code)?.name,
  });
  return {
    ...question, qualified: result.qualified, reasons: result.reasons, links: result.links,
    appraiser: { name: result.appraiserName, certificateNo: pair.certificateNo },
    institution: result.institution && { name: result.institution.name, licenceNo: result.institution.licenceNo },
  };
}

function unknownCategory(pointer: string) {
  return problems['invalid-request']({ errors: [{ pointer, code: 'unknown-category', message: '没有这个执业类别代码' }] });
}

/** Numbers and codes may come in full width. */
function narrow(text: string): string {
  return text.normalize('NFKC').trim();
}

import QRCode from 'qrcode';
import type { Config } from '../../platform/config/config.js';
import type { RequestContext } from '../../platform/context.js';
import type { Database } from '../../platform/database/database.js';
import type { SettingService } from '../../platform/settings/index.js';
import { issuerName } from '../registry.settings.js';
import type { StatementRow } from '../statement/statement.model.js';
import type { StatementService } from '../statement/statement.service.js';
import { holds, type VerifiedAnswer, type VerifyPageModel } from '../statement/verify.page.js';
import type { QualificationAnswer } from './qualification.answer.js';
import type { StatementCheckView } from './qualification.dto.js';
import type { QualificationService } from './qualification.service.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Looks at a statement again: is it ours, and does the registry still say the same? */
export class StatementCheckService {
  constructor(
    private readonly database: Database,
    private readonly statements: StatementService,
    private readonly qualifications: QualificationService,
    private readonly settings: SettingService,
    private readonly config: Config,
  ) {}

  /** @returns null for an id that was never given out */
  async check(context: RequestContext, id: string): Promise<StatementCheckView | null> {
    const row = await this.find(id);
    if (!row) return null;
    const answers = await this.answers(context, row);
    return {
      statement: this.statements.present(row), authentic: this.statements.isAuthentic(row), stillHolds: answers.every(holds),
      answers: answers.map(({ certified, today }) => ({ certified: plain(certified), today: today && plain(today) })),
    };
  }

  /** What the page for people shows; null for an id that was never given out. */
  async page(context: RequestContext, id: string): Promise<VerifyPageModel | null> {
    const row = await this.find(id);
    if (!row) return null;
    const url = `${this.config.publicUrl}/verify/${row.id}`;
    return {
      id: row.id, issuedAt: row.issuedAt, issuer: await this.settings.get(issuerName), keyId: row.keyId, authentic: this.statements.isAuthentic(row),
      answers: await this.answers(context, row), url, qrSvg: await QRCode.toString(url, { type: 'svg', margin: 0, errorCorrectionLevel: 'M' }),
      checkedAt: context.now,
    };
  }

  private async find(id: string): Promise<StatementRow | null> {
    return UUID.test(id) ? this.statements.byId(this.database, id) : null;
  }

  private async answers(context: RequestContext, row: StatementRow): Promise<VerifiedAnswer[]> {
    const payload = JSON.parse(row.payload) as QualificationAnswer & { items?: readonly QualificationAnswer[] };
    const certified = payload.items ?? [payload];
    const today = await this.qualifications.answer(this.database, certified.map(({ certificateNo, category, asOf }) =>
      ({ certificateNo, category: category.code, asOf })), null, context.now);
    return certified.map((answer, index) => ({ certified: answer, today: today[index] ?? null }));
  }
}

/** Only the members of an answer: the payload of a statement has some more. */
function plain({ certificateNo, qualified, reasons, links, appraiser, institution, category, asOf, provisional, knownAt }: QualificationAnswer): StatementCheckView['answers'][number]['certified'] {
  return { certificateNo, qualified, reasons: [...reasons], links: [...links], appraiser, institution, category, asOf, provisional, knownAt };
}

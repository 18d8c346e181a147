import { AnyField, BooleanField, IdField, InstantField, IntegerField, ListField, Nullable, ObjectField, TextField } from '../http/fields.js';

const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER };

export class LedgerQuery {
  @TextField({ optional: true, max: 60, description: '记录种类，如 institution' }) subjectKind?: string;
  @TextField({ optional: true, max: 100 }) subjectId?: string;
  @TextField({ optional: true, max: 60, description: '行为人名称' }) actor?: string;
  @TextField({ optional: true, max: 100, description: '行为，如 registry.import.committed' }) action?: string;
  @InstantField({ optional: true, description: '自（含）' }) from?: string;
  @InstantField({ optional: true, description: '至（不含）' }) to?: string;
  @IntegerField({ optional: true, min: 1, max: 200 }) limit?: number;
  @TextField({ optional: true, max: 1000 }) cursor?: string;
}

export class LedgerEntryView {
  @IdField() id: string;
  @IntegerField(COUNT) seq: number;
  @InstantField() recordedAt: string;
  @TextField({ max: 20 }) actorKind: string;
  @Nullable() @TextField({ max: 100 }) actorId: string | null;
  @TextField({ max: 100 }) actorName: string;
  @Nullable() @TextField({ max: 40 }) actorRole: string | null;
  @TextField({ max: 100 }) requestId: string;
  @TextField({ max: 100 }) action: string;
  @TextField({ max: 60 }) subjectKind: string;
  @TextField({ max: 100 }) subjectId: string;
  @Nullable() @TextField({ max: 6 }) divisionCode: string | null;
  @AnyField({ description: '变更内容' }) change: unknown;
  @BooleanField({ description: '是否已封存进区块' }) sealed: boolean;
}

export class LedgerPage {
  @ListField(() => LedgerEntryView) items: LedgerEntryView[];
  @Nullable() @TextField({ max: 1000 }) nextCursor: string | null;
}

export class CheckpointView {
  @IntegerField(COUNT) blockNo: number;
  @TextField({ max: 64, pattern: /^[0-9a-f]{64}$/ }) blockHash: string;
  @IntegerField(COUNT) entries: number;
  @TextField({ max: 40 }) at: string;
  @TextField({ max: 20 }) algorithm: string;
  @TextField({ max: 40 }) keyId: string;
  @TextField({ max: 200 }) signature: string;
}

export class VerificationBody {
  @ObjectField(() => CheckpointView, { optional: true, description: '库外保存的检查点，用于发现截尾；缺省为服务自己保存的最新一份' }) checkpoint?: CheckpointView;
}

export class FindingView {
  @TextField({ max: 40 }) kind: string;
  @TextField({ max: 100 }) title: string;
  @Nullable() @IntegerField(COUNT) blockNo: number | null;
  @Nullable() @IntegerField(COUNT) seq: number | null;
  @Nullable() @TextField({ max: 100 }) entryId: string | null;
  @Nullable() @TextField({ max: 200 }) expected: string | null;
  @Nullable() @TextField({ max: 200 }) found: string | null;
  @Nullable() @TextField({ max: 500 }) detail: string | null;
}

export class VerificationView {
  @BooleanField() ok: boolean;
  @IntegerField(COUNT) blocks: number;
  @IntegerField(COUNT) sealedEntries: number;
  @IntegerField(COUNT) entries: number;
  @IntegerField({ ...COUNT, description: '尚未封存的记录数' }) pending: number;
  @ListField(() => FindingView) findings: FindingView[];
  @IntegerField(COUNT) findingsTotal: number;
}

export class LedgerEntryParams { @IdField() id: string }

export class ProofView { @AnyField({ description: '可用 scripts/verify-ledger-proof.mjs 离线核对' }) proof: unknown }

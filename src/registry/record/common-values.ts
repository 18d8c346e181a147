import type { Award, ChangeRecord, OfEither, Period } from '../facts/index.js';
import type { BodyCheck } from './body-check.js';
import type { AwardBody, ChangeRecordBody } from './record-body.dto.js';

/** The days of a body; no last day is an open end. */
export function days({ from, to }: { readonly from: Period['from']; readonly to?: Period['to'] | undefined }): Period {
  return { from, to: to ?? null };
}

export function awardValues({ name, level, awardedBy, awardedOn }: AwardBody): OfEither<Award> {
  return { name, level, awardedBy: awardedBy ?? null, awardedOn };
}

export function checkChangeRecord({ submittedOn, concludedOn }: ChangeRecordBody, check: BodyCheck): void {
  if (concludedOn && concludedOn < submittedOn) check.refuse('/concludedOn', 'dates-reversed', '办结日期早于提交日期');
}

export function changeRecordValues({ matter, submittedOn, approvalNo, stage, result, overdue }: ChangeRecordBody): OfEither<ChangeRecord> {
  return { matter, submittedOn, approvalNo: approvalNo ?? null, stage: stage ?? null, result: result ?? null, overdue: overdue ?? false };
}

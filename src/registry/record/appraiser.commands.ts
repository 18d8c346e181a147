import type { Tx } from '../../platform/database/sql.js';
import { problems } from '../../platform/problem.js';
import type { AppraiserDetail, Certificate } from '../appraiser/appraiser.model.js';
import type { AppraiserService, Placement } from '../appraiser/appraiser.service.js';
import { contains, factProblems } from '../facts/index.js';
import type { Period, RegistryWriter } from '../facts/index.js';
import { parseCertificateNumber } from '../identifiers/index.js';
import * as dto from './appraiser-record.dto.js';
import type { BodyCheck } from './body-check.js';
import { awardValues, changeRecordValues, checkChangeRecord, days } from './common-values.js';
import { amendDetail } from './detail-amendment.js';
import { normalIdNumber, type PersonalDataVault } from './personal-data.js';
import { AwardBody, ChangeRecordBody } from './record-body.dto.js';
import { named, recordCommand, registration, type CommandRun } from './record-command.js';
import type { RecordRepository } from './record.repository.js';
import { needsDecision } from './required-papers.rules.js';

export interface AppraiserCommandPorts {
  readonly appraisers: AppraiserService;
  readonly writer: RegistryWriter;
  readonly records: RecordRepository;
  readonly vault: PersonalDataVault;
}

export const registerAppraiser = registration<AppraiserCommandPorts, dto.AppraiserRegistrationBody>({
  id: 'registerAppraiser', summary: '登记司法鉴定人', body: dto.AppraiserRegistrationBody, source: 'application',
  check: (body, check) => {
    if (body.idNumber) check.idNumber('/idNumber', body.idType ?? 'resident-id', body.idNumber);
    else if (body.idType) check.require('/idNumber', null);
    check.birth('/detail', body.detail);
    check.post('/employment', body.employment);
    check.categories('/categories', body.categories);
    if (body.certificate) check.days('/certificate', body.certificate);
  },
  references: ({ employment }) => named({ pointer: '/employment/institutionId', subject: 'institution', id: employment.institutionId }),
  run: async ({ appraisers, records, vault }, { tx, command, scope }, body) => {
    const { institutionId } = body.employment;
    const head = await records.head(tx, scope, 'institution', institutionId);
    return appraisers.register(tx, command, {
      since: body.since, identity: body.idNumber ? identityOf(vault, body.idType ?? 'resident-id', body.idNumber) : null,
      detail: { ...sealed(vault, body.detail), name: body.detail.name }, ...placement(body.employment, body.categories, body.since),
      ...(body.certificate ? { certificate: {
        valid: days(body.certificate), values: certificateValues('/certificate', body.certificate, { institutionId, filed: head?.institutionKind !== 'social' }),
      } } : {}),
    });
  },
});

export const appraiserCommands = [
  recordCommand<AppraiserCommandPorts, dto.AppraiserCorrectionBody>({
    path: 'corrections', id: 'correctAppraiser', summary: '更正或变更登记事项', body: dto.AppraiserCorrectionBody, source: 'correction',
    check: (body, check) => {
      check.days('', body);
      check.birth('/detail', body.detail);
      if (body.detail.name === null) check.refuse('/detail/name', 'required', '姓名不得为空');
      if (Object.keys(body.detail).length === 0) check.refuse('/detail', 'required', '没有要更改的事项');
    },
    run: ({ writer, vault }, { tx, command }, target, body) => writer.change(tx, command, 'appraiser', target, 'detail-corrected', (changes) =>
      amendDetail(tx, writer.facts, changes, 'appraiser_detail', { appraiserId: target.id }, days(body), sealed(vault, body.detail))),
  }),
  recordCommand<AppraiserCommandPorts, dto.IdentityBody>({
    path: 'identity', id: 'correctAppraiserIdentity', summary: '补登或更正证件号码', body: dto.IdentityBody, source: 'correction',
    check: (body, check) => check.idNumber('/idNumber', body.idType, body.idNumber),
    run: ({ appraisers, vault }, { tx, command }, target, body) => appraisers.correctIdentity(tx, command, target, identityOf(vault, body.idType, body.idNumber)),
  }),
  recordCommand<AppraiserCommandPorts, dto.CertificateCommandBody>({
    path: 'certificates', id: 'certifyAppraiser', summary: '颁发、延续或换发执业证', body: dto.CertificateCommandBody, source: 'application',
    check: (body, check) => check.days('', body),
    run: async (ports, run, target, body) => {
      const values = certificateValues('', body, await postOn(ports, run, target.id, body.from));
      return ports.appraisers[body.act === 'issue' ? 'issueCertificate' : 'renewCertificate'](run.tx, run.command, target, days(body), values);
    },
  }),
  recordCommand<AppraiserCommandPorts, dto.CategoryCommandBody>({
    path: 'categories', id: 'changeAppraiserCategory', summary: '增加或减少执业类别', body: dto.CategoryCommandBody, source: 'application',
    check: (body, check) => {
      check.category('/categoryCode', body.categoryCode);
      check.days('', body);
    },
    run: async (ports, run, target, body) => {
      const { tx, command } = run;
      if (body.act === 'remove') return ports.appraisers.removeCategory(tx, command, target, days(body), body.categoryCode);
      const { institutionId } = await postOn(ports, run, target.id, body.from);
      return ports.appraisers.addCategory(tx, command, target, days(body),
        { institutionId, categoryCode: body.categoryCode, firstApprovedOn: body.firstApprovedOn ?? body.from });
    },
  }),
  recordCommand<AppraiserCommandPorts, dto.EmploymentCommandBody>({
    path: 'employments', id: 'changeEmployment', summary: '入职、转入其他机构或离开', body: dto.EmploymentCommandBody, source: 'application',
    check: checkEmployment,
    references: ({ employment }) => named({ pointer: '/employment/institutionId', subject: 'institution', id: employment?.institutionId }),
    run: ({ appraisers }, { tx, command }, target, { act, from, to, employment, categories }) => {
      if (act === 'leave' && to) return appraisers.leave(tx, command, target, to);
      if (!from || !employment) throw new Error('an employment has been checked before');
      const placed = placement(employment, categories ?? [], from);
      return act === 'employ' ? appraisers.employ(tx, command, target, days({ from, to }), placed) : appraisers.move(tx, command, target, from, placed);
    },
  }),
  recordCommand<AppraiserCommandPorts, dto.AppraiserStatusBody>({
    path: 'statuses', id: 'changeAppraiserStatus', summary: '停止执业、恢复、注销、吊销等执业状态变更', body: dto.AppraiserStatusBody, source: 'application',
    check: (body, check) => {
      check.days('', body);
      if (needsDecision(body.status)) check.require('/documentNo', body.documentNo);
    },
    run: ({ appraisers }, { tx, command }, target, body) => appraisers.changeStatus(tx, command, target, days(body), body.status),
  }),
  recordCommand<AppraiserCommandPorts, dto.TrainingBody>({
    path: 'trainings', id: 'recordTraining', summary: '登记教育培训', body: dto.TrainingBody, source: 'application',
    check: (body, check) => {
      check.days('', body);
      if (!(body.hours >= 0.1 && body.hours < 100_000)) check.refuse('/hours', 'out-of-range', '学时须大于零');
      if (typeof body.score === 'number' && !(body.score >= 0 && body.score <= 100)) check.refuse('/score', 'out-of-range', '成绩须在 0 至 100 之间');
    },
    run: ({ appraisers }, { tx, command }, target, { kind, title, organiser, hours, score, passed, ...body }) => appraisers.recordTraining(tx, command, target, days(body),
      { kind, title, organiser: organiser ?? null, hours, score: score ?? null, passed: passed ?? null }),
  }),
  recordCommand<AppraiserCommandPorts, AwardBody>({
    path: 'awards', id: 'recordAppraiserAward', summary: '登记鉴定人受表彰情况', body: AwardBody, source: 'application', check: () => undefined,
    run: ({ appraisers }, { tx, command }, target, body) => appraisers.recordAward(tx, command, target, awardValues(body)),
  }),
  recordCommand<AppraiserCommandPorts, ChangeRecordBody>({
    path: 'change-records', id: 'recordAppraiserChange', summary: '登记变更记录', body: ChangeRecordBody, source: 'application', check: checkChangeRecord,
    run: ({ appraisers }, { tx, command }, target, body) => appraisers.recordChange(
      tx, command, target, { from: body.submittedOn, to: body.concludedOn ?? null }, changeRecordValues(body)),
  }),
];

function checkEmployment(body: dto.EmploymentCommandBody, check: BodyCheck): void {
  if (body.act === 'leave') {
    check.require('/to', body.to);
    if (body.from) check.refuse('/from', 'not-for-this-act', '离开时只填末日');
    if (body.employment) check.refuse('/employment', 'not-for-this-act', '离开时不填执业机构');
    if (body.categories) check.refuse('/categories', 'not-for-this-act', '离开时不填执业类别');
    return;
  }
  check.require('/from', body.from);
  if (body.from) check.days('', { from: body.from, to: body.to ?? null });
  if (body.act === 'move' && body.to) check.refuse('/to', 'not-for-this-act', '转入不填末日');
  check.require('/employment', body.employment);
  if (body.employment) check.post('/employment', body.employment);
  check.categories('/categories', body.categories ?? []);
}

function placement(employment: dto.EmploymentBody, categories: readonly dto.HeldCategoryBody[], since: Period['from']): Placement {
  return {
    employment: {
      institutionId: employment.institutionId, employmentType: employment.employmentType, employerName: employment.employerName ?? null,
      consentDocumentNo: employment.consentDocumentNo ?? null, duty: employment.duty ?? null,
    },
    categories: categories.map(({ categoryCode, firstApprovedOn }) => ({ categoryCode, firstApprovedOn: firstApprovedOn ?? since })),
  };
}

/** The phone number leaves the body encrypted; where none is given, none is said. */
function sealed(vault: PersonalDataVault, { phone, ...items }: dto.AppraiserAmendment): Partial<AppraiserDetail> {
  return phone === undefined ? items : { ...items, phoneCipher: phone === null ? null : vault.seal(phone) };
}

function identityOf(vault: PersonalDataVault, idType: dto.IdentityBody['idType'], idNumber: string) {
  const normal = normalIdNumber(idType, idNumber);
  if ('fault' in normal) throw new Error('the identity number has been checked before');
  return vault.identity(idType, normal.number);
}

interface Post { readonly institutionId: string; readonly filed: boolean }

/** Where the appraiser practises on a day: certificates and categories are of that institution. @throws Problem `nothing-recorded` */
async function postOn({ writer, records }: AppraiserCommandPorts, { tx, scope }: { readonly tx: Tx; readonly scope: CommandRun['scope'] }, id: string, day: Period['from']): Promise<Post> {
  const posts = await writer.facts.current(tx, 'employment', { appraiserId: id });
  const post = posts.find((each) => contains({ from: each.valid_from, to: each.valid_to }, day));
  if (!post) throw factProblems['nothing-recorded']({ detail: `${day} 没有执业机构` });
  const institutionId = post['institution_id'] as string;
  const head = await records.head(tx, scope, 'institution', institutionId);
  return { institutionId, filed: head !== null && head.institutionKind !== 'social' };
}

/** 司发通〔2010〕83号: twelve digits; an investigating organ's appraiser holds that organ's own document. @throws Problem 400 */
function certificateValues(parent: string, body: dto.FirstCertificateBody, post: Post): Omit<Certificate, 'appraiserId'> {
  const parsed = parseCertificateNumber(body.certificateNo);
  if (!parsed.ok && !post.filed) {
    throw problems['invalid-request']({ errors: [{ pointer: `${parent}/certificateNo`, code: 'certificate-number', message: '执业证号须为十二位数字' }] });
  }
  return {
    institutionId: post.institutionId, certificateNo: parsed.ok ? parsed.certificate.number : body.certificateNo,
    numberFormat: parsed.ok ? 'twelve-digit' : 'qualification', issuedOn: body.issuedOn ?? body.from, authority: body.authority ?? null,
  };
}

import { parseCreditCode, parseLicenceNumber } from '../identifiers/index.js';
import type { Licence } from '../institution/institution.model.js';
import type { InstitutionService } from '../institution/institution.service.js';
import type { RegistryWriter } from '../facts/index.js';
import { amendDetail } from './detail-amendment.js';
import * as dto from './institution-record.dto.js';
import { normalIdNumber, type PersonalDataVault } from './personal-data.js';
import { AwardBody, ChangeRecordBody } from './record-body.dto.js';
import { awardValues, changeRecordValues, checkChangeRecord, days } from './common-values.js';
import { named, recordCommand, registration } from './record-command.js';
import { needsDecision } from './required-papers.rules.js';

export interface InstitutionCommandPorts { readonly institutions: InstitutionService; readonly writer: RegistryWriter; readonly vault: PersonalDataVault }

const INVESTIGATIVE = ['investigative', 'investigative-classified'] as const;

export const registerInstitution = registration<InstitutionCommandPorts, dto.InstitutionRegistrationBody>({
  id: 'registerInstitution', summary: '登记司法鉴定机构（侦查机关所属机构为备案）', body: dto.InstitutionRegistrationBody, source: 'application',
  check: (body, check) => {
    check.kind('/kind', body.kind);
    check.institutionItems('/detail', body.detail);
    check.categories('/scopes', body.scopes);
    // 95号: society's institutions are licensed; 司发通〔2008〕165号: those of investigating organs are filed instead.
    const social = body.kind === 'social';
    check.require(social ? '/licence' : '/filing', social ? body.licence : body.filing);
    if (social && body.filing) check.refuse('/filing', 'not-for-this-kind', '社会鉴定机构凭许可证执业，无须备案');
    if (!social && body.licence) check.refuse('/licence', 'not-for-this-kind', '侦查机关所属鉴定机构实行备案，不颁发许可证');
    if (body.licence) {
      check.licenceNo('/licence/licenceNo', body.licence.licenceNo);
      check.days('/licence', body.licence);
    }
    if (body.filing) check.days('/filing', body.filing);
  },
  references: ({ detail }) => detailReferences(detail),
  run: ({ institutions }, { tx, command }, body) => institutions.register(tx, command, {
    kind: body.kind, since: body.since, detail: withNormalCreditCode(body.detail),
    scopes: body.scopes.map((scope) => ({ categoryCode: scope.categoryCode, firstApprovedOn: scope.firstApprovedOn ?? body.since, changeForm: 'first' as const })),
    ...(body.licence ? { licence: { valid: days(body.licence), values: licenceValues(body.licence) } } : {}),
    ...(body.filing ? { filing: { valid: days(body.filing), values: filingValues(body.filing) } } : {}),
  }),
});

export const institutionCommands = [
  recordCommand<InstitutionCommandPorts, dto.InstitutionCorrectionBody>({
    path: 'corrections', id: 'correctInstitution', summary: '更正或变更登记事项', body: dto.InstitutionCorrectionBody, source: 'correction',
    check: (body, check) => {
      check.days('', body);
      check.institutionItems('/detail', body.detail);
      if (Object.keys(body.detail).length === 0) check.refuse('/detail', 'required', '没有要更改的事项');
    },
    references: ({ detail }) => detailReferences(detail),
    run: ({ writer }, { tx, command }, target, body) => writer.change(tx, command, 'institution', target, 'detail-corrected', (changes) =>
      amendDetail(tx, writer.facts, changes, 'institution_detail', { institutionId: target.id }, days(body), withNormalCreditCode(body.detail))),
  }),
  recordCommand<InstitutionCommandPorts, dto.LicenceCommandBody>({
    path: 'licences', id: 'licenseInstitution', summary: '颁发、延续或换发许可证', body: dto.LicenceCommandBody, source: 'application', kinds: ['social'],
    check: (body, check) => {
      check.licenceNo('/licenceNo', body.licenceNo);
      check.days('', body);
    },
    run: ({ institutions }, { tx, command }, target, body) => institutions[body.act === 'grant' ? 'grantLicence' : 'renewLicence'](
      tx, command, target, days(body), licenceValues(body)),
  }),
  recordCommand<InstitutionCommandPorts, dto.FilingCommandBody>({
    path: 'filings', id: 'fileInstitution', summary: '备案或变更备案', body: dto.FilingCommandBody, source: 'filing', kinds: INVESTIGATIVE,
    check: (body, check) => check.days('', body),
    run: ({ institutions }, { tx, command }, target, body) => institutions.file(tx, command, target, days(body), filingValues(body)),
  }),
  recordCommand<InstitutionCommandPorts, dto.ScopeCommandBody>({
    path: 'scopes', id: 'changeInstitutionScope', summary: '增加或减少业务范围', body: dto.ScopeCommandBody, source: 'application',
    check: (body, check) => {
      check.category('/categoryCode', body.categoryCode);
      check.days('', body);
    },
    run: ({ institutions }, { tx, command }, target, body) => body.act === 'remove'
      ? institutions.removeScope(tx, command, target, days(body), body.categoryCode)
      : institutions.addScope(tx, command, target, days(body), {
        categoryCode: body.categoryCode, firstApprovedOn: body.firstApprovedOn ?? body.from, isAddition: body.isAddition ?? false, changeForm: body.changeForm ?? 'added',
      }),
  }),
  recordCommand<InstitutionCommandPorts, dto.InstitutionStatusBody>({
    path: 'statuses', id: 'changeInstitutionStatus', summary: '停业、恢复、注销、吊销等执业状态变更', body: dto.InstitutionStatusBody, source: 'application',
    check: (body, check) => {
      check.days('', body);
      if (needsDecision(body.status)) check.require('/documentNo', body.documentNo);
    },
    run: ({ institutions }, { tx, command }, target, body) => institutions.changeStatus(tx, command, target, days(body), body.status),
  }),
  recordCommand<InstitutionCommandPorts, dto.AccreditationBody>({
    path: 'accreditations', id: 'recordAccreditation', summary: '登记认证认可', body: dto.AccreditationBody, source: 'application',
    check: (body, check) => check.days('', body),
    run: ({ institutions }, { tx, command }, target, body) => institutions.accredit(tx, command, target, days(body), {
      kind: body.kind, level: body.level ?? null, holder: body.holder ?? 'institution', certificateNo: body.certificateNo ?? null, issuedOn: body.issuedOn ?? null,
      nextReviewOn: body.nextReviewOn ?? null, accreditedScope: body.accreditedScope ?? null, reviewType: body.reviewType ?? null, reviewBody: body.reviewBody ?? null,
    }),
  }),
  recordCommand<InstitutionCommandPorts, AwardBody>({
    path: 'awards', id: 'recordInstitutionAward', summary: '登记机构受表彰情况', body: AwardBody, source: 'application', check: () => undefined,
    run: ({ institutions }, { tx, command }, target, body) => institutions.recordAward(tx, command, target, awardValues(body)),
  }),
  recordCommand<InstitutionCommandPorts, dto.AssistantBody>({
    path: 'assistants', id: 'recordAssistant', summary: '登记鉴定人助理', body: dto.AssistantBody, source: 'application',
    check: (body, check) => {
      check.days('', body);
      check.category('/assistanceCategory', body.assistanceCategory);
      if (body.idNumber) check.idNumber('/idNumber', 'resident-id', body.idNumber);
    },
    references: ({ guidedBy }) => named({ pointer: '/guidedBy', subject: 'appraiser', id: guidedBy }),
    run: ({ institutions, vault }, { tx, command }, target, body) => institutions.addAssistant(tx, command, target, days(body), assistantValues(vault, body)),
  }),
  recordCommand<InstitutionCommandPorts, ChangeRecordBody>({
    path: 'change-records', id: 'recordInstitutionChange', summary: '登记变更记录', body: ChangeRecordBody, source: 'application', check: checkChangeRecord,
    run: ({ institutions }, { tx, command }, target, body) => institutions.recordChange(
      tx, command, target, { from: body.submittedOn, to: body.concludedOn ?? null }, changeRecordValues(body)),
  }),
];

function detailReferences(detail: dto.InstitutionAmendment) {
  return named(
    { pointer: '/detail/headAppraiserId', subject: 'appraiser', id: detail.headAppraiserId },
    { pointer: '/detail/parentInstitutionId', subject: 'institution', id: detail.parentInstitutionId, public: true });
}

/** Codes are typed in full width or small letters; they are kept in one spelling. */
function withNormalCreditCode<D extends { readonly creditCode?: string | null }>(detail: D): D {
  const parsed = parseCreditCode(detail.creditCode ?? '');
  return parsed.ok ? { ...detail, creditCode: parsed.creditCode.code } : { ...detail };
}

function licenceValues(body: dto.FirstLicenceBody): Omit<Licence, 'institutionId'> {
  const parsed = parseLicenceNumber(body.licenceNo);
  if (!parsed.ok) throw new Error('the licence number has been checked before');
  return {
    licenceNo: parsed.licence.number, numberFormat: parsed.licence.kind === 'legacy' ? 'seven-digit-legacy' : 'nine-digit',
    issuedOn: body.issuedOn ?? body.from, authority: body.authority ?? null,
  };
}

function filingValues(body: dto.FirstFilingBody) {
  return {
    organSystem: body.organSystem, competentAuthority: body.competentAuthority, filingNo: body.filingNo ?? null, filedOn: body.filedOn ?? null,
    qualificationCertificateNo: body.qualificationCertificateNo ?? null, secrecyLevel: body.secrecyLevel ?? null,
  };
}

function assistantValues(vault: PersonalDataVault, body: dto.AssistantBody) {
  const normal = body.idNumber ? normalIdNumber('resident-id', body.idNumber) : null;
  const identity = normal && 'number' in normal ? vault.identity('resident-id', normal.number) : null;
  return {
    name: body.name, sex: body.sex ?? null, degree: body.degree ?? null, major: body.major ?? null, school: body.school ?? null,
    title: body.title ?? null, guidedBy: body.guidedBy ?? null, assistanceCategory: body.assistanceCategory ?? null,
    contractFrom: body.from, contractTo: body.to ?? null,
    idNumberCipher: identity?.idNumberCipher ?? null, idNumberDigest: identity?.idNumberDigest ?? null,
  };
}

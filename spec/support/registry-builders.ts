import { civilDate } from '../../src/platform/calendar/index.js';
import { systemContext } from '../../src/platform/context.js';
import type { Tx } from '../../src/platform/database/sql.js';
import { newId } from '../../src/platform/id.js';
import { AppraiserBulkWriter } from './appraiser-bulk.js';
import type { AppraiserEntry } from './appraiser-bulk.js';
import { AppraiserRepository } from '../../src/registry/appraiser/appraiser.repository.js';
import { AppraiserService } from '../../src/registry/appraiser/appraiser.service.js';
import type { AppraiserDetail, AppraiserStatusCode } from '../../src/registry/appraiser/appraiser.model.js';
import { FactRepository, RegistryWriter, SubjectRepository } from '../../src/registry/facts/index.js';
import type { CommandContext, Period } from '../../src/registry/facts/index.js';
import { InstitutionBulkWriter } from './institution-bulk.js';
import type { InstitutionEntry } from './institution-bulk.js';
import { InstitutionRepository } from '../../src/registry/institution/institution.repository.js';
import { InstitutionService } from '../../src/registry/institution/institution.service.js';
import type { InstitutionDetail, InstitutionKind, InstitutionStatusCode } from '../../src/registry/institution/institution.model.js';

/** The registry's writers, wired as the service wires them. */
export function registryWriters() {
  const writer = new RegistryWriter(new FactRepository(), new SubjectRepository());
  const institutions = new InstitutionRepository();
  const appraisers = new AppraiserRepository();
  return {
    writer, subjects: writer.subjects,
    institutions: new InstitutionService(writer, institutions), institutionReads: institutions, institutionBulk: new InstitutionBulkWriter(writer, institutions),
    appraisers: new AppraiserService(writer, appraisers), appraiserReads: appraisers, appraiserBulk: new AppraiserBulkWriter(writer, appraisers),
  };
}

/** A command of the service itself. */
export function aCommand(init: Partial<CommandContext['provenance']> = {}): CommandContext {
  return { context: systemContext('spec'), provenance: { source: 'application', ...init } };
}

/** Days from and to, both included; without `to` the period is open. */
export function days(from: string, to: string | null = null): Period {
  return { from: civilDate(from), to: to === null ? null : civilDate(to) };
}

let serial = 0;

type Dated<V> = { readonly valid: Period; readonly values: V };

/** What a built institution is known by. */
export interface BuiltInstitution { readonly id: string; readonly name: string; readonly licenceNo: string | null }

/** An institution of Guangzhou that has existed since 2010 with no licence and no scope, until told otherwise. */
export class InstitutionBuilder {
  private kind: InstitutionKind = 'social';
  private from = '2010-01-01';
  private detail: Partial<InstitutionDetail> = {};
  private readonly licences: InstitutionEntry['licences'][number][] = [];
  private readonly scopes: Dated<{ categoryCode: string }>[] = [];
  private readonly filings: NonNullable<InstitutionEntry['filings']>[number][] = [];
  private statuses: Dated<{ status: InstitutionStatusCode }>[] | null = null;

  constructor(private readonly name: string) {}

  since(day: string): this { this.from = day; return this; }
  ofKind(kind: InstitutionKind): this { this.kind = kind; return this; }
  inDivision(divisionCode: string): this { return this.with({ divisionCode }); }
  with(detail: Partial<InstitutionDetail>): this { this.detail = { ...this.detail, ...detail }; return this; }

  /** A licence with its days; null for the number of an earlier document. */
  licensed(licenceNo: string | null, from: string, to: string): this {
    const numberFormat = licenceNo === null ? 'unknown' : licenceNo.length === 7 ? 'seven-digit-legacy' : 'nine-digit';
    this.licences.push({ valid: days(from, to), values: { licenceNo, numberFormat, issuedOn: licenceNo === null ? null : from } });
    return this;
  }

  filed(filingNo: string, from: string, to: string | null = null): this {
    this.filings.push({ valid: days(from, to), values: { organSystem: 'police', competentAuthority: '广东省公安厅', filingNo, filedOn: from } });
    return this;
  }

  /** Categories since the first day, or during the days given. */
  withScope(...codes: readonly string[]): this { return this.withScopeDuring(days(this.from), ...codes); }
  withScopeDuring(valid: Period, ...codes: readonly string[]): this {
    this.scopes.push(...codes.map((categoryCode) => ({ valid, values: { categoryCode } })));
    return this;
  }

  /** Status periods instead of practising since the first day. */
  withStatus(status: InstitutionStatusCode, from: string, to: string | null = null): this {
    (this.statuses ??= []).push({ valid: days(from, to), values: { status } });
    return this;
  }

  entry(): InstitutionEntry & { readonly id: string } {
    const valid = days(this.from);
    return {
      id: newId(), kind: this.kind,
      details: [{ valid, values: { divisionCode: '440105', keySupervision: false, ...this.detail, name: this.name } }],
      statuses: this.statuses ?? [{ valid, values: { status: 'practising' } }],
      licences: this.licences, scopes: this.scopes, filings: this.filings,
    };
  }

  async save(tx: Tx): Promise<BuiltInstitution> {
    const entry = this.entry();
    await registryWriters().institutionBulk.enter(tx, aCommand({ source: 'seed' }), [entry]);
    return { id: entry.id, name: this.name, licenceNo: this.licences.at(-1)?.values.licenceNo ?? null };
  }
}

/** What a built appraiser is known by. */
export interface BuiltAppraiser { readonly id: string; readonly name: string; readonly certificateNo: string | null }

/** An appraiser with no post, certificate or category, until told otherwise. */
export class AppraiserBuilder {
  private detail: Partial<AppraiserDetail> = {};
  private from = '2012-01-01';
  private institutionId: string | null = null;
  private readonly employments: AppraiserEntry['employments'][number][] = [];
  private readonly certificates: AppraiserEntry['certificates'][number][] = [];
  private readonly categories: AppraiserEntry['categories'][number][] = [];
  private statuses: Dated<{ status: AppraiserStatusCode }>[] | null = null;
  private identity: AppraiserEntry['identity'] = null;

  constructor(private readonly name: string) {}

  since(day: string): this { this.from = day; return this; }
  with(detail: Partial<AppraiserDetail>): this { this.detail = { ...this.detail, ...detail }; return this; }
  identifiedBy(identity: NonNullable<AppraiserEntry['identity']>): this { this.identity = identity; return this; }

  /** A full-time post since the first day, or during the days given; what follows is at this institution. */
  at(institution: { readonly id: string }, valid: Period = days(this.from)): this {
    this.institutionId = institution.id;
    this.employments.push({ valid, values: { institutionId: institution.id, employmentType: 'full-time' } });
    return this;
  }

  /** A certificate with its days; null for the number of an earlier document. */
  certified(certificateNo: string | null, from: string, to: string): this {
    this.certificates.push({
      valid: days(from, to),
      values: {
        certificateNo, numberFormat: certificateNo === null ? 'unknown' : /^\d{12}$/.test(certificateNo) ? 'twelve-digit' : 'qualification',
        issuedOn: certificateNo === null ? null : from, institutionId: certificateNo === null ? null : this.institutionId,
      },
    });
    return this;
  }

  /** Categories since the first day, or during the days given. */
  holding(...codes: readonly string[]): this { return this.holdingDuring(days(this.from), ...codes); }
  holdingDuring(valid: Period, ...codes: readonly string[]): this {
    const { institutionId } = this;
    if (institutionId === null) throw new Error('say first at which institution');
    this.categories.push(...codes.map((categoryCode) => ({ valid, values: { institutionId, categoryCode } })));
    return this;
  }

  /** Status periods instead of practising since the first day. */
  withStatus(status: AppraiserStatusCode, from: string, to: string | null = null): this {
    (this.statuses ??= []).push({ valid: days(from, to), values: { status } });
    return this;
  }

  entry(): AppraiserEntry & { readonly id: string } {
    const valid = days(this.from);
    return {
      id: newId(), identity: this.identity, details: [{ valid, values: { ...this.detail, name: this.name } }],
      statuses: this.statuses ?? [{ valid, values: { status: 'practising' } }],
      employments: this.employments, certificates: this.certificates, categories: this.categories,
    };
  }

  async save(tx: Tx): Promise<BuiltAppraiser> {
    const entry = this.entry();
    await registryWriters().appraiserBulk.enter(tx, aCommand({ source: 'seed' }), [entry]);
    return { id: entry.id, name: this.name, certificateNo: this.certificates.at(-1)?.values.certificateNo ?? null };
  }
}

/** @example await anInstitution('广东衡信司法鉴定所').licensed('440118001', '2021-09-08', '2026-09-07').withScope('FY-02').save(tx) */
export function anInstitution(name = '广东衡信司法鉴定所'): InstitutionBuilder {
  return new InstitutionBuilder(name);
}

/** @example await anAppraiser('雷兰静').at(institution).certified('440110001001', '2022-01-01', '2026-12-31').holding('FY-0201').save(tx) */
export function anAppraiser(name = '雷兰静'): AppraiserBuilder {
  return new AppraiserBuilder(name);
}

/** A licence number that no other call answers: Guangzhou, 2018. */
export function aLicenceNo(): string {
  return `4401${String(++serial).padStart(5, '0')}`;
}

/** A certificate number that no other call answers: Guangzhou. */
export function aCertificateNo(): string {
  return `4401${String(++serial).padStart(8, '0')}`;
}

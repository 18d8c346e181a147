import type { Database } from '../../platform/database/database.js';
import type { LedgerService } from '../../platform/ledger/index.js';
import type { ReferenceService } from '../../reference/index.js';
import { AppraiserRepository } from '../appraiser/appraiser.repository.js';
import { AppraiserService } from '../appraiser/appraiser.service.js';
import { FactRepository, RegistryWriter, SubjectRepository } from '../facts/index.js';
import { InstitutionRepository } from '../institution/institution.repository.js';
import { InstitutionService } from '../institution/institution.service.js';
import { PublicQueryRepository } from '../public-query/public-query.repository.js';
import { PersonalDataVault, type PersonalKeys } from './personal-data.js';
import { RecordActions } from './record-actions.js';
import { RecordCommandService } from './record-command.service.js';
import type { RecordRoutesPorts } from './record.controller.js';
import { RecordReadService } from './record-read.service.js';
import { RecordRepository } from './record.repository.js';

export interface RecordBase {
  readonly database: Database;
  readonly ledger: Pick<LedgerService, 'append'>;
  readonly keys: PersonalKeys;
  readonly reference: ReferenceService;
}

/** Puts together what the routes of records work with. */
export function recordPorts({ database, ledger, keys, reference }: RecordBase): RecordRoutesPorts {
  const writer = new RegistryWriter(new FactRepository(), new SubjectRepository());
  const institutionReads = new InstitutionRepository();
  const appraiserReads = new AppraiserRepository();
  const records = new RecordRepository();
  const vault = new PersonalDataVault(keys);
  return {
    database,
    reads: new RecordReadService({
      records, subjects: writer.subjects, institutionReads, appraiserReads, search: new PublicQueryRepository(), reference, vault, actions: new RecordActions(),
    }),
    commands: new RecordCommandService({ database, ledger, records, reference, appraiserReads, vault }),
    services: { institutions: new InstitutionService(writer, institutionReads), appraisers: new AppraiserService(writer, appraiserReads), writer, records, vault },
  };
}

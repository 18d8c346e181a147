export { creditCodeCheck, isOrganisationCode, organisationCodeCheck, parseCreditCode } from './credit-code.rules.js';
export type { CreditCode, CreditCodeAnswer, CreditCodeFault } from './credit-code.rules.js';
export { certificateOwnerWarnings, numberPlaceWarnings, parseCertificateNumber, parseLicenceNumber } from './licence-number.rules.js';
export type {
  CertificateNumber, CertificateNumberAnswer, LicenceNumber, LicenceNumberAnswer, NumberFault, NumberWarning,
} from './licence-number.rules.js';
export { maskIdNumber, maskPhone } from './masking.rules.js';
export { parseResidentId, residentIdCheck } from './resident-id.rules.js';
export type { ResidentId, ResidentIdAnswer, ResidentIdFault } from './resident-id.rules.js';

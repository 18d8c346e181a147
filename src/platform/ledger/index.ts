/** The append-only ledger: writing, sealing, verification, proofs and the audit administrator's list. */
export { CheckpointFolder } from './checkpoint-folder.js';
export { LedgerService } from './ledger.service.js';
export type { LedgerEvent, LedgerKeys, ListedEntry, SealReport } from './ledger.service.js';
export type { LedgerFilter, LedgerPosition } from './ledger.repository.js';
export type { VerificationReport, VerifyOptions } from './ledger-verification.js';
export type { Finding, FindingKind } from './ledger.findings.js';
export type { Checkpoint } from './block.rules.js';
export type { LedgerEntry } from './entry-encoding.rules.js';
export { inclusionProofRefusal, verifyInclusionProof } from './inclusion-proof.rules.js';
export type { InclusionProof } from './inclusion-proof.rules.js';
export { canonicalJson } from './canonical-json.rules.js';
export { ledgerProblems } from './ledger.problems.js';

/** Which papers a change of the registry cannot do without. */
import type { CodeOf } from '../../reference/index.js';

const BY_DECISION: ReadonlySet<string> = new Set<CodeOf<'institution-status'> | CodeOf<'appraiser-status'>>(['suspended', 'cancelled', 'revoked']);

/** 行政处罚法 art. 59 (处罚决定书), 行政许可法 art. 70 (注销手续): who takes practice away has decided so in writing. */
export function needsDecision(status: CodeOf<'institution-status'> | CodeOf<'appraiser-status'>): boolean {
  return BY_DECISION.has(status);
}

interface Post { readonly employmentType: CodeOf<'employment-type'>; readonly employerName?: string | null; readonly consentDocumentNo?: string | null }

/** 96号 art. 14, GD条例 art. 16: who practises part time names the employer and its written consent. */
export function missingConsent(post: Post): ('employerName' | 'consentDocumentNo')[] {
  if (post.employmentType !== 'part-time') return [];
  return (['employerName', 'consentDocumentNo'] as const).filter((field) => !post[field]);
}

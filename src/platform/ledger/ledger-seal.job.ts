import { defineJob, minuteBuckets, type JobDefinition } from '../scheduling/index.js';
import type { LedgerService } from './ledger.service.js';

/** Seals what was written since, every minute: the shorter the unsealed tail, the less can be tampered with unseen. */
export function ledgerSealing(ledger: LedgerService, onLost: (seqs: readonly number[]) => void): JobDefinition {
  return defineJob({
    name: 'platform.ledger-seal', title: '封存台账记录', cron: '* * * * *', ...minuteBuckets(1), leaseSeconds: 60, maxAttempts: 3,
    run: async ({ now }) => {
      const { lost } = await ledger.seal(now);
      if (lost.length > 0) onLost(lost);
    },
  });
}

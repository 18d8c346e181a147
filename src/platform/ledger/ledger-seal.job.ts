import { defineJob, minuteBuckets, type JobDefinition } from '../scheduling/index.js';
import type { CheckpointFolder } from './checkpoint-folder.js';
import type { LedgerService } from './ledger.service.js';

export interface SealingPorts {
  readonly ledger: LedgerService;
  readonly checkpoints: CheckpointFolder;
  readonly onSealed: (entries: number) => void;
  /** Told of entries that vanished before they were sealed: tampering. */
  readonly onLost: (seqs: readonly number[]) => void;
}

/**
 * Seals what was written since, every minute: the shorter the unsealed tail, the less can be tampered with unseen. Each time a
 * checkpoint goes to the folder outside the database.
 */
export function ledgerSealing({ ledger, checkpoints, onSealed, onLost }: SealingPorts): JobDefinition {
  return defineJob({
    name: 'platform.ledger-seal', title: '封存台账记录并保存检查点', cron: '* * * * *', ...minuteBuckets(1), leaseSeconds: 60, maxAttempts: 3,
    run: async ({ now }) => {
      const { entries, lost } = await ledger.seal(now);
      if (lost.length > 0) onLost(lost);
      if (entries === 0) return;
      onSealed(entries);
      const checkpoint = await ledger.checkpoint(now);
      if (checkpoint) await checkpoints.save(checkpoint);
    },
  });
}

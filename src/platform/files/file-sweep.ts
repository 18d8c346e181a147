import { dailyBuckets, defineJob, type JobDefinition } from '../scheduling/index.js';
import type { FileService } from './file.service.js';

/** Removes broken-off uploads and content without a record. Runs in one process, which must see the files (a shared folder or store). */
export function fileSweep(files: FileService): JobDefinition {
  return defineJob({
    name: 'platform.file-sweep', title: '清理未完成的上传和无主文件', cron: '40 3 * * *', ...dailyBuckets(1), leaseSeconds: 120, maxAttempts: 3,
    run: async ({ db, now }) => { await files.sweep(db, now); },
  });
}

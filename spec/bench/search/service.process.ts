import { answer } from '../child.js';
import { openService } from '../service.js';

/** Serves the whole application from one database. */
answer(async ({ url, dataDir }: { url: string; dataDir: string }) => {
  const { application } = await openService(url, dataDir);
  return application.start();
});

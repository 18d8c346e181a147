export type { FileStore } from './file-store.js';
export { DiskFileStore } from './disk-file-store.js';
export { openTemporaryFolder } from './temporary-folder.js';
export { StagingArea } from './staging.js';
export {
  FileService, fileProblems, type FileCheck, type FileOwner, type FileTerms, type ReceivedFile,
} from './file.service.js';
export type { StoredFile } from './stored-file.repository.js';
export type { AllowedMediaTypes } from './media-type.js';
export { safeFileName } from './file-name.rules.js';
export { FileReaders, type MayReadFiles } from './file-readers.js';
export { fileSweep } from './file-sweep.js';
export { fileRoutes, type FileRoutesPorts } from './file.controller.js';

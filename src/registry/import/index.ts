export { importRoutes } from './import.controller.js';
export type { ImportRoutesPorts } from './import.controller.js';
export { IMPORT_FILE_OWNER, ImportService } from './import.service.js';
export type { ImportRequest, ImportServicePorts } from './import.service.js';
export type { ImportMode, ImportReport, ImportRecord, OnError } from './import.model.js';
export { importProblems } from './import.problems.js';

/** The registry's records as officials and institutions work with them. */
export { PersonalDataVault } from './personal-data.js';
export type { PersonalKeys } from './personal-data.js';
export { recordPorts } from './record-ports.js';
export type { RecordBase } from './record-ports.js';
export { recordRoutes } from './record.controller.js';
export type { RecordRoutesPorts } from './record.controller.js';

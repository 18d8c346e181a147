export { rosterRoutes } from './roster.controller.js';
export { RosterRepository } from './roster.repository.js';
export { RosterService } from './roster.service.js';
export type { BookRequest, RosterFile, RosterPorts, TableRequest } from './roster.service.js';
export { rosterSettings } from './roster.settings.js';

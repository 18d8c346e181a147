import type { Container, ContainerModule } from 'inversify';
import type { RouteTable } from './platform/http/route.js';
import type { OutboxHandler } from './platform/outbox/index.js';
import type { BackgroundJobDefinition, JobDefinition } from './platform/scheduling/index.js';
import type { Setting } from './platform/settings/index.js';

/** What a folder under `src/` gives to the service. A new feature is a folder that exports one, named in `features.ts`. */
export interface Feature {
  readonly name: string;
  /** Binds its services, everything a singleton. */
  readonly module: ContainerModule;
  readonly settings?: readonly Setting[];
  readonly routes?: (container: Container) => RouteTable;
  readonly jobs?: (container: Container) => readonly JobDefinition[];
  /** Deliveries outside the database (design §4.6). */
  readonly outbox?: (container: Container) => readonly OutboxHandler[];
  readonly backgroundJobs?: (container: Container) => readonly BackgroundJobDefinition[];
}

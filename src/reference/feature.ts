import { ContainerModule } from 'inversify';
import type { Feature } from '../feature.js';
import { Database } from '../platform/database/database.js';
import { referenceRoutes } from './reference.controller.js';
import { ReferenceService } from './reference.service.js';

export const referenceFeature: Feature = {
  name: 'reference',
  module: new ContainerModule(({ bind }) => {
    bind(ReferenceService).toDynamicValue((context) => new ReferenceService(context.get(Database))).inSingletonScope();
  }),
  routes: (container) => referenceRoutes(container.get(ReferenceService)),
};

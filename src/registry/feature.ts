import { ContainerModule } from 'inversify';
import type { Feature } from '../feature.js';
import { Database } from '../platform/database/database.js';
import { ReferenceService } from '../reference/index.js';
import { publicQueryRoutes } from './public-query/public-query.controller.js';
import { PublicQueryRepository } from './public-query/public-query.repository.js';
import { PublicQueryService } from './public-query/public-query.service.js';

export const registryFeature: Feature = {
  name: 'registry',
  module: new ContainerModule(({ bind }) => {
    bind(PublicQueryService).toDynamicValue((context) =>
      new PublicQueryService(context.get(Database), new PublicQueryRepository(), context.get(ReferenceService))).inSingletonScope();
  }),
  routes: (container) => publicQueryRoutes(container.get(PublicQueryService)),
};

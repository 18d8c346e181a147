import type { Feature } from './feature.js';
import { referenceFeature } from './reference/feature.js';
import { registryFeature } from './registry/feature.js';

/** What this service is made of. */
export const FEATURES: readonly Feature[] = [referenceFeature, registryFeature];

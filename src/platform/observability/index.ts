export { createLogger, httpSerializers, wantsPretty, type Log, type LoggerOptions } from './logger.js';
export { describeError, isWithheldField, maskPersonalText, redact, WITHHELD } from './redaction.rules.js';
export { Metrics, type JobOutcome, type MeasuredPool, type RequestMeasure } from './metrics.js';
export { Health, type CheckResult, type HealthOptions, type Readiness, type ReadinessCheck } from './health.js';
export { observabilityRoutes } from './observability.controller.js';

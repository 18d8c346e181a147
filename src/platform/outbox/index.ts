export { defineTopic, publish, type Topic } from './outbox.js';
export { handle, OutboxDispatcher, type Delivery, type DispatcherOptions, type OutboxHandler } from './outbox-dispatcher.js';
export { DeadLetters, outboxProblems } from './dead-letters.service.js';
export type { DeadLetter } from './outbox.repository.js';
export { outboxSweep } from './outbox-sweep.js';
export { outboxRoutes, type OutboxRoutesPorts } from './outbox.controller.js';

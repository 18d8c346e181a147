import { pino, type DestinationStream, type Logger } from 'pino';
import { prettyStream } from './pretty-stream.js';
import { describeError, maskPersonalText, redact } from './redaction.rules.js';

/** The part of a logger that services use. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

export interface LoggerOptions {
  /** A pino level: trace, debug, info, warn, error, fatal or silent. */
  readonly level: string;
  /** Lines for people instead of JSON; meant for a terminal in development only. */
  readonly pretty?: boolean;
  /** Where lines go; default standard output. */
  readonly destination?: DestinationStream;
}

/**
 * Makes the service's logger. Every line is JSON with level, time and message; fields that hold personal data or
 * secrets are withheld at any depth, and ID and mobile numbers are masked wherever they stand in a text.
 * Hand each request a child: `logger.child({ requestId })`.
 */
export function createLogger(options: LoggerOptions): Logger {
  const destination = options.destination ?? (options.pretty ? prettyStream(process.stdout) : undefined);
  const logger = pino({
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label) => ({ level: label }),
      log: redactTopLevel,
    },
    serializers: { ...httpSerializers, err: (error: unknown) => redact(error) },
    hooks: {
      logMethod(args, method) {
        method.apply(this, maskArguments(args) as Parameters<typeof method>);
      },
    },
  }, destination as DestinationStream);
  return withRedactedChildren(logger);
}

// pino drops the formatter of bindings for children, which is where request data would be bound. Children inherit this method.
function withRedactedChildren(logger: Logger): Logger {
  const makeChild = logger.child;
  logger.child = function child(this: Logger, bindings: Record<string, unknown>, options: object) {
    return makeChild.call(this, redactTopLevel(bindings), options);
  } as typeof logger.child;
  return logger;
}

/** Whether lines for people are wanted: a terminal is watching and this is not production. */
export function wantsPretty(mode: 'demo' | 'production', isTerminal: boolean): boolean {
  return mode !== 'production' && isTerminal;
}

/**
 * How requests and responses appear in a line: no headers and no query string, since search terms are names and numbers of persons.
 * Give them to pino-http as `serializers`, whose own would log both.
 */
export const httpSerializers = {
  req: (request: { id?: unknown; method?: string; url?: string; originalUrl?: string }) => ({
    id: request.id,
    method: request.method,
    path: maskPersonalText((request.originalUrl ?? request.url ?? '').split('?', 1)[0] ?? ''),
  }),
  res: (response: { statusCode?: number }) => ({ status: response.statusCode }),
};

// Live requests and errors at the top are left to the serializers of their names.
function redactTopLevel(line: Record<string, unknown>): Record<string, unknown> {
  const { req, res, ...rest } = line;
  return {
    ...(redact(rest) as Record<string, unknown>),
    ...(req === undefined ? {} : { req }),
    ...(res === undefined ? {} : { res }),
  };
}

function maskArguments(args: readonly unknown[]): unknown[] {
  const masked = args.map((argument) => (typeof argument === 'string' ? maskPersonalText(argument) : argument));
  const [first, message] = masked;
  // Without a message pino would take over the error's own, unmasked.
  if (first instanceof Error && message === undefined) return [{ err: describeError(first) }, maskPersonalText(first.message)];
  return masked;
}

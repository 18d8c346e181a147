import type { DestinationStream } from 'pino';

const COLOURS: Readonly<Record<string, string>> = { debug: '90', info: '36', warn: '33', error: '31', fatal: '35' };

/** Turns pino's JSON lines into `time LEVEL message {other fields}` for a terminal; what is not JSON passes through. */
export function prettyStream(output: { write(text: string): unknown }): DestinationStream {
  return {
    write(line: string) {
      output.write(`${prettyLine(line)}\n`);
    },
  };
}

function prettyLine(line: string): string {
  const parsed = parseObject(line);
  if (parsed === null) return line.trimEnd();
  const { level, time, msg, err, ...rest } = parsed;
  const label = String(level);
  const fields = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`;
  const stack = (err as { stack?: unknown } | undefined)?.stack;
  const trace = typeof stack === 'string' ? `\n${stack}` : '';
  return `${String(time).slice(11, 23)} \u001b[${COLOURS[label] ?? '0'}m${label.toUpperCase().padEnd(5)}\u001b[0m ${String(msg ?? '')}${fields}${trace}`;
}

function parseObject(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return null;
  }
}

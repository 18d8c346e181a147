// RFC 8785 (JSON Canonicalization Scheme): member names in order of their UTF-16 code units, no white space.
/**
 * The one JSON text of a value. Members that are undefined are left out and dates become ISO text, as in `JSON.stringify`.
 * @throws TypeError for what JSON cannot hold: functions, symbols, bigints, NaN, infinities, undefined on its own or in a list
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`not representable as JSON: ${String(value)}`);
  if ('toJSON' in value && typeof value.toJSON === 'function') return canonicalJson(value.toJSON());
  const members = value as Readonly<Record<string, unknown>>;
  const names = Object.keys(members).filter((name) => members[name] !== undefined).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalJson(members[name])}`).join(',')}}`;
}

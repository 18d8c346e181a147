import { useRequest } from '../api/use-request.js';
import { divisions } from './reference.js';

/** The name of a division with its province; its code until the names are there. */
export function DivisionName({ code }: { readonly code: string | null }) {
  const { data } = useRequest(code, () => fullName(code ?? ''));
  return <>{data ?? code ?? '—'}</>;
}

async function fullName(code: string): Promise<string> {
  const parents = [null, code.endsWith('0000') ? undefined : `${code.slice(0, 2)}0000`, code.endsWith('00') ? undefined : `${code.slice(0, 4)}00`];
  const names = await Promise.all(parents.map(async (parent) => {
    if (parent === undefined) return '';
    return (await divisions(parent)).find((item) => code.startsWith(item.code.replace(/(00){1,2}$/, '')))?.name ?? '';
  }));
  return names.join('') || code;
}

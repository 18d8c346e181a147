import { useSyncExternalStore, type AnchorHTMLAttributes, type MouseEvent } from 'react';

/** A few pages need no router package: the address is the state, the History API changes it. */

export interface Address { readonly pathname: string; readonly search: string }

const CHANGED = 'hengjian:address';

/** Goes to an address of this application; `replace` leaves no entry to come back to. */
export function navigate(to: string, options: { replace?: boolean } = {}): void {
  if (to === window.location.pathname + window.location.search) return;
  window.history[options.replace ? 'replaceState' : 'pushState'](null, '', to);
  window.dispatchEvent(new Event(CHANGED));
}

/** The current address; the component renders again when it changes. */
export function useAddress(): Address {
  const href = useSyncExternalStore(subscribe, () => window.location.pathname + window.location.search);
  const cut = href.indexOf('?');
  return cut < 0 ? { pathname: href, search: '' } : { pathname: href.slice(0, cut), search: href.slice(cut) };
}

type ParamNames<P extends string> = P extends `${infer Head}/${infer Tail}` ? ParamNames<Head> | ParamNames<Tail> : P extends `:${infer Name}` ? Name : never;

/**
 * The parameters of a path, or null when it does not fit.
 * @param pattern such as `/institutions/:licenceNo`
 */
export function matchPath<P extends string>(pattern: P, pathname: string): Readonly<Record<ParamNames<P>, string>> | null {
  const wanted = pattern.split('/');
  const given = pathname.replace(/(?<=.)\/$/, '').split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = decode(given[index] ?? '');
    if (value === null || (part.startsWith(':') ? value === '' : part !== value)) return null;
    if (part.startsWith(':')) params[part.slice(1)] = value;
  }
  return params as Record<ParamNames<P>, string>;
}

/** A link within the application; with a modifier key or another button the browser does what it always does. */
export function Link({ to, onClick, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { readonly to: string }) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || rest.target) return;
    event.preventDefault();
    navigate(to);
    window.scrollTo(0, 0);
  };
  return <a href={to} onClick={follow} {...rest} />;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  window.addEventListener(CHANGED, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(CHANGED, listener);
  };
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    // A stray % in a typed address: no such page.
    return null;
  }
}

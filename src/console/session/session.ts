import { useSyncExternalStore } from 'react';
import { request, useCredentialsFrom } from '../api/client.js';
import { ApiProblem } from '../api/problem.js';
import type { Account, CurrentSession, SessionOpened } from '../api/types.js';

/** Who is logged in, in this tab: kept in the tab's own storage so that reloading does not log out. */
export interface Session {
  readonly token: string;
  readonly account: Account;
  readonly permissions: readonly string[];
  readonly mustChangePassword: boolean;
  /** The service no longer accepts the token; what is on the screen stays until the person has logged in again. */
  readonly expired: boolean;
}

const STORE = 'hengjian.session';
const listeners = new Set<() => void>();
let session: Session | null = restore();

useCredentialsFrom({
  token: () => (session && !session.expired ? session.token : null),
  refused: (token) => { if (session?.token === token) put({ ...session, expired: true }); },
});

/** The session; the component renders again when it changes. */
export function useSession(): Session | null {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, () => session);
}

/** @throws ApiProblem 401 for wrong credentials, 423 for a locked account */
export async function logIn(username: string, password: string): Promise<void> {
  const opened = await request<SessionOpened>('/sessions', { method: 'POST', body: { username, password }, anonymous: true });
  put({ token: opened.token, account: opened.account, permissions: opened.permissions, mustChangePassword: opened.mustChangePassword, expired: false });
}

/** @throws ApiProblem 401 when the current password is wrong, 422 with the broken rules */
export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  await request<undefined>('/accounts/me/password', { method: 'PUT', body: { currentPassword, newPassword } });
  // Permissions are withheld until the first password is changed.
  if (session) put({ ...session, mustChangePassword: false });
  await refresh();
}

/** Asks the service who is logged in, so that changed permissions and an ended session show. @throws ApiProblem */
export async function refresh(): Promise<void> {
  const current = await request<CurrentSession>('/sessions/current');
  if (session && current.account) put({ ...session, account: current.account, permissions: current.permissions });
}

/** Ends the session here even when the service cannot be told; there it then ends by its idle time. */
export async function logOut(): Promise<void> {
  try {
    await request<undefined>('/sessions/current', { method: 'DELETE' });
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
  }
  put(null);
}

/** Leaves an expired session without asking the service. */
export function forgetSession(): void {
  put(null);
}

function put(next: Session | null): void {
  session = next;
  if (next) sessionStorage.setItem(STORE, JSON.stringify(next));
  else sessionStorage.removeItem(STORE);
  for (const listener of listeners) listener();
}

function restore(): Session | null {
  const text = sessionStorage.getItem(STORE);
  return text === null ? null : JSON.parse(text) as Session;
}

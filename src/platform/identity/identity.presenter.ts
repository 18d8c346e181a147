import type { AccountRow } from './account.repository.js';
import type { ClientRow } from './client.repository.js';
import type { AccountView, ClientView } from './identity.dto.js';
import type { RoleCatalogue } from './role.js';

/** What may leave of an account: everything but its password's hash and failure count. */
export function accountView(row: AccountRow, roles: RoleCatalogue): AccountView {
  return {
    id: row.id, username: row.username, displayName: row.displayName, role: row.role, roleTitle: roles.get(row.role)?.title ?? row.role,
    division: row.divisionCode, institution: row.institutionId, status: row.status, lockedUntil: row.lockedUntil?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(), createdBy: row.createdBy, version: row.version,
  };
}

export function clientView(row: ClientRow): ClientView {
  return {
    clientId: row.id, name: row.name, scopes: row.scopes, status: row.status, createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy, revokedAt: row.revokedAt?.toISOString() ?? null, version: row.version,
  };
}

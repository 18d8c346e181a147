import type { RoleDefinition } from './platform/identity/role.js';

/**
 * Who may do what. A permission is named `thing:act`; routes name the one that they need.
 * `registry:read` is what a court or its system holds: batch checks against the public registry. `record:*` concerns the bureau's own records.
 * The three administrators are separate (三员分立): none holds a permission of another's.
 */
const RECORD_READ = ['record:read', 'registry:read'];
const RECORD_WRITE = ['record:write', 'record:import', 'record:unmask', 'roster:export'];

export const ROLES: readonly RoleDefinition[] = [
  { code: 'province', title: '省级司法行政机关监管人员', reach: 'division', level: 'province', permissions: [...RECORD_READ, ...RECORD_WRITE, 'calendar:write', 'jobs:read'] },
  { code: 'prefecture', title: '市级司法行政机关监管人员', reach: 'division', level: 'prefecture', permissions: [...RECORD_READ, ...RECORD_WRITE] },
  { code: 'district', title: '区县司法行政机关监管人员', reach: 'division', level: 'county', permissions: RECORD_READ },
  { code: 'institution', title: '司法鉴定机构经办人', reach: 'institution', permissions: ['record:read', 'registry:read'] },
  { code: 'court', title: '人民法院等办案机关人员', reach: 'public', permissions: ['registry:read'] },
  { code: 'sysadmin', title: '系统管理员', reach: 'nation', permissions: ['account:read', 'account:create', 'settings:read', 'settings:write', 'jobs:read', 'jobs:write', 'metrics:read'] },
  { code: 'secadmin', title: '安全管理员', reach: 'nation', permissions: ['account:read', 'account:authorise', 'session:read', 'session:end', 'client:manage', 'settings:read'] },
  { code: 'auditor', title: '审计管理员', reach: 'nation', permissions: ['ledger:read', 'ledger:verify', 'login-log:read', 'settings:read'] },
];

/** Scopes that an API client of another system may be granted: courts verify, Prometheus scrapes. */
export const CLIENT_SCOPES: Readonly<Record<string, string>> = {
  'registry:read': '批量核验鉴定人执业资格', 'metrics:read': '读取运行指标',
};

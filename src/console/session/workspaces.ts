import { lazy, type ComponentType } from 'react';

/** One place of the console. It shows for whoever holds the permission; the service asks for the same one again. */
export interface Workspace {
  readonly path: string;
  readonly title: string;
  readonly summary: string;
  readonly permission: string;
  readonly page: ComponentType;
}

export const WORKSPACES: readonly Workspace[] = [
  { path: '/console/import', title: '名册导入', summary: '上传名册工作簿，先试导入查看错误，再正式导入。', permission: 'record:import', page: lazy(() => import('../import/import.page.js')) },
  { path: '/console/roster', title: '名册下载', summary: '按地区和年度编制可供印制的名册。', permission: 'roster:export', page: lazy(() => import('../roster/roster.page.js')) },
  { path: '/console/ledger', title: '存证台账', summary: '查看操作存证，核验有无改动、缺失或调换。', permission: 'ledger:read', page: lazy(() => import('../ledger/ledger.page.js')) },
  { path: '/console/accounts', title: '账号', summary: '新建、授权、停用账号，重置密码。', permission: 'account:read', page: lazy(() => import('../identity/accounts.page.js')) },
  { path: '/console/sessions', title: '在线会话', summary: '查看在线人员，强制退出。', permission: 'session:read', page: lazy(() => import('../identity/sessions.page.js')) },
  { path: '/console/clients', title: '接口客户端', summary: '办案机关系统接入的客户端及其权限范围。', permission: 'client:manage', page: lazy(() => import('../identity/clients.page.js')) },
];

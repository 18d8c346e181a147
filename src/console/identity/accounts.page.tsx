import { Button, Modal, Popconfirm, Table, Tag } from 'antd';
import { useState } from 'react';
import { request } from '../api/client.js';
import type { Account, AccountWithPassword, Page } from '../api/types.js';
import { usePagedList } from '../api/use-request.js';
import { useSession } from '../session/session.js';
import { instantText } from '../shared/dates.js';
import { DivisionName } from '../shared/division-name.js';
import { PageTitle } from '../shared/page-title.js';
import { ProblemAlert } from '../shared/problem-alert.js';
import { useCommand } from '../shared/use-command.js';
import { NewAccount } from './new-account.js';
import { OnceShown } from './once-shown.js';

type Act = 'authorise' | 'disable' | 'unlock' | 'reset-password';

const ACTS: readonly { readonly act: Act; readonly label: string; readonly confirm: string; readonly offered: (account: Account) => boolean }[] = [
  { act: 'authorise', label: '授权启用', confirm: '启用后该账号即可登录。', offered: (account) => account.status !== 'active' },
  { act: 'unlock', label: '解锁', confirm: '解除因多次输错密码造成的锁定。', offered: (account) => account.lockedUntil !== null && new Date(account.lockedUntil) > new Date() },
  { act: 'reset-password', label: '重置密码', confirm: '原密码立即失效，在线会话随即退出。', offered: (account) => account.status === 'active' },
  { act: 'disable', label: '停用', confirm: '停用后不能登录，在线会话随即退出。', offered: (account) => account.status !== 'disabled' },
];
const STATUS: Readonly<Record<string, readonly [text: string, colour: string]>> = { pending: ['待授权', 'warning'], active: ['启用', 'success'], disabled: ['停用', 'default'] };

/** Accounts: the system administrator creates them, the security administrator authorises them. */
export default function AccountsPage() {
  const permissions = useSession()?.permissions ?? [];
  const [creating, setCreating] = useState(false);
  const [shown, setShown] = useState<AccountWithPassword | null>(null);
  const list = usePagedList('accounts', (cursor, signal) => request<Page<Account>>('/accounts', { query: { limit: 100, cursor }, signal }));
  const act = useCommand(async (account: Account, what: Act) => {
    const answer = await request<AccountWithPassword>(`/accounts/${account.id}/acts`, { method: 'POST', body: { act: what }, version: account.version });
    if (answer.initialPassword !== null) setShown(answer);
    list.reload();
  });
  return (
    <>
      <PageTitle title="账号" />
      <section className="panel" aria-label="账号列表">
        <div className="toolbar"><span className="hint-inline">新建账号由系统管理员办理，授权、停用和重置密码由安全管理员办理。</span><span className="spacer" />
          {permissions.includes('account:create') && <Button type="primary" onClick={() => setCreating(true)}>新建账号</Button>}</div>
        {act.problem && <ProblemAlert problem={act.problem} onRetry={act.problem.status === 412 ? () => { act.clear(); list.reload(); } : undefined} />}
        {list.problem && <ProblemAlert problem={list.problem} onRetry={list.items.length > 0 ? list.more : list.reload} />}
        <Table<Account> size="small" rowKey="id" loading={list.loading || act.busy} dataSource={[...list.items]} pagination={false} scroll={{ x: 'max-content' }} columns={[
          { title: '用户名', dataIndex: 'username' }, { title: '姓名', dataIndex: 'displayName' }, { title: '角色', dataIndex: 'roleTitle' },
          { title: '管辖地区', dataIndex: 'division', render: (code: string | null) => <DivisionName code={code} /> },
          { title: '状态', key: 'status', render: (_value, account) => <AccountStatus account={account} /> },
          { title: '新建时间', dataIndex: 'createdAt', render: instantText },
          ...(permissions.includes('account:authorise') ? [{ title: '操作', key: 'acts', render: (_value: unknown, account: Account) => (
            <div className="table-actions">{ACTS.filter(({ offered }) => offered(account)).map(({ act: what, label, confirm }) => (
              <Popconfirm key={what} title={`${label}：${account.displayName}`} description={confirm} okText="确定" cancelText="取消" onConfirm={() => { void act.run(account, what); }}>
                <Button type="link" size="small">{label}</Button>
              </Popconfirm>
            ))}</div>
          ) }] : []),
        ]} />
        {list.hasMore && <p style={{ textAlign: 'center' }}><Button loading={list.loadingMore} onClick={list.more}>加载更多</Button></p>}
      </section>
      <Modal open={creating} title="新建账号" footer={null} onCancel={() => setCreating(false)} destroyOnHidden>
        <NewAccount onCreated={(answer) => { setCreating(false); setShown(answer); list.reload(); }} />
      </Modal>
      {shown?.initialPassword && <OnceShown title="初始密码" name={shown.account.username} secret={shown.initialPassword} note="首次登录须修改。" onClose={() => setShown(null)} />}
    </>
  );
}

function AccountStatus({ account }: { readonly account: Account }) {
  const [text, colour] = STATUS[account.status] ?? [account.status, 'default'];
  const locked = account.lockedUntil !== null && new Date(account.lockedUntil) > new Date();
  return <><Tag color={colour}>{text}</Tag>{locked && <Tag color="error">锁定至 {instantText(account.lockedUntil)}</Tag>}</>;
}

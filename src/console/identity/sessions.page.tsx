import { Button, Popconfirm, Table } from 'antd';
import { request } from '../api/client.js';
import type { OnlineSession, Page } from '../api/types.js';
import { usePagedList } from '../api/use-request.js';
import { useSession } from '../session/session.js';
import { instantText } from '../shared/dates.js';
import { PageTitle } from '../shared/page-title.js';
import { ProblemAlert } from '../shared/problem-alert.js';
import { useCommand } from '../shared/use-command.js';

/** Who is logged in now, with forced logout. */
export default function SessionsPage() {
  const permissions = useSession()?.permissions ?? [];
  const list = usePagedList('sessions', (cursor, signal) => request<Page<OnlineSession>>('/sessions', { query: { limit: 100, cursor }, signal }));
  const end = useCommand(async (id: string) => {
    await request<undefined>(`/sessions/${id}`, { method: 'DELETE' });
    list.reload();
  });
  return (
    <>
      <PageTitle title="在线会话" />
      <section className="panel" aria-label="在线会话列表">
        <div className="toolbar"><span className="spacer" /><Button onClick={list.reload} loading={list.loading}>刷新</Button></div>
        {end.problem && <ProblemAlert problem={end.problem} />}
        {list.problem && <ProblemAlert problem={list.problem} onRetry={list.items.length > 0 ? list.more : list.reload} />}
        <Table<OnlineSession> size="small" rowKey="id" loading={list.loading || end.busy} dataSource={[...list.items]} pagination={false} scroll={{ x: 'max-content' }} columns={[
          { title: '用户名', dataIndex: 'username' }, { title: '姓名', dataIndex: 'displayName' }, { title: '登录时间', dataIndex: 'createdAt', render: instantText },
          { title: '最近活动', dataIndex: 'lastSeenAt', render: instantText }, { title: '地址', dataIndex: 'ip', render: (ip: string | null) => ip ?? '—' },
          { title: '浏览器', dataIndex: 'userAgent', render: (agent: string | null) => <span className="cell-value">{agent ?? '—'}</span> },
          ...(permissions.includes('session:end') ? [{ title: '操作', key: 'end', render: (_value: unknown, session: OnlineSession) => (
            <Popconfirm title={`强制退出 ${session.displayName}`} description="对方未保存的内容将丢失。" okText="强制退出" cancelText="取消" onConfirm={() => { void end.run(session.id); }}>
              <Button type="link" size="small" danger>强制退出</Button>
            </Popconfirm>
          ) }] : []),
        ]} />
        {list.hasMore && <p style={{ textAlign: 'center' }}><Button loading={list.loadingMore} onClick={list.more}>加载更多</Button></p>}
      </section>
    </>
  );
}

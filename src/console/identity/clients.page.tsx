import { Button, Form, Input, Modal, Popconfirm, Select, Table, Tag } from 'antd';
import { useState } from 'react';
import { request } from '../api/client.js';
import type { ApiClient, ClientCredentials, Page } from '../api/types.js';
import { usePagedList } from '../api/use-request.js';
import { instantText } from '../shared/dates.js';
import { PageTitle } from '../shared/page-title.js';
import { ProblemAlert } from '../shared/problem-alert.js';
import { useCommand } from '../shared/use-command.js';
import { OnceShown } from './once-shown.js';

interface Values { readonly clientId: string; readonly name: string; readonly scopes: readonly string[] }

const SCOPES = [{ value: 'registry:read', label: '名册查询与批量核验（registry:read）' }];

/** API clients of other systems: created with a secret shown once, revoked together with their tokens. */
export default function ClientsPage() {
  const [creating, setCreating] = useState(false);
  const [shown, setShown] = useState<ClientCredentials | null>(null);
  const list = usePagedList('clients', (cursor, signal) => request<Page<ApiClient>>('/clients', { query: { limit: 100, cursor }, signal }));
  const create = useCommand(async (values: Values) => {
    setShown(await request<ClientCredentials>('/clients', { method: 'POST', body: values }));
    setCreating(false);
    list.reload();
  });
  const revoke = useCommand(async (client: ApiClient) => {
    await request<ApiClient>(`/clients/${encodeURIComponent(client.clientId)}/revocation`, { method: 'POST', version: client.version });
    list.reload();
  });
  return (
    <>
      <PageTitle title="接口客户端" />
      <section className="panel" aria-label="接口客户端列表">
        <div className="toolbar"><span className="spacer" /><Button type="primary" onClick={() => { create.clear(); setCreating(true); }}>新建客户端</Button></div>
        {revoke.problem && <ProblemAlert problem={revoke.problem} onRetry={revoke.problem.status === 412 ? () => { revoke.clear(); list.reload(); } : undefined} />}
        {list.problem && <ProblemAlert problem={list.problem} onRetry={list.items.length > 0 ? list.more : list.reload} />}
        <Table<ApiClient> size="small" rowKey="clientId" loading={list.loading || revoke.busy} dataSource={[...list.items]} pagination={false} scroll={{ x: 'max-content' }} columns={[
          { title: '客户端标识', dataIndex: 'clientId' }, { title: '名称', dataIndex: 'name' }, { title: '权限范围', dataIndex: 'scopes', render: (scopes: readonly string[]) => scopes.join('、') },
          { title: '状态', key: 'status', render: (_value, client) => (client.status === 'active' ? <Tag color="success">有效</Tag> : <Tag>已撤销 {instantText(client.revokedAt)}</Tag>) },
          { title: '新建时间', dataIndex: 'createdAt', render: instantText },
          { title: '操作', key: 'acts', render: (_value, client) => client.status === 'active' && (
            <Popconfirm title={`撤销 ${client.name}`} description="该客户端及其全部令牌立即失效，不可恢复。" okText="撤销" cancelText="取消" onConfirm={() => { void revoke.run(client); }}>
              <Button type="link" size="small" danger>撤销</Button>
            </Popconfirm>
          ) },
        ]} />
        {list.hasMore && <p style={{ textAlign: 'center' }}><Button loading={list.loadingMore} onClick={list.more}>加载更多</Button></p>}
      </section>
      <Modal open={creating} title="新建接口客户端" footer={null} onCancel={() => setCreating(false)} destroyOnHidden>
        {create.problem && <div className="form-problem"><ProblemAlert problem={create.problem} /></div>}
        <Form<Values> layout="vertical" requiredMark={false} initialValues={{ scopes: ['registry:read'] }} onFinish={(values) => { void create.run(values); }}>
          <Form.Item name="clientId" label="客户端标识" extra="以小写字母开头，3 到 60 个小写字母、数字或 -" rules={[{ required: true, pattern: /^[a-z][a-z0-9-]{2,59}$/, message: '格式不正确' }]}><Input autoComplete="off" spellCheck={false} /></Form.Item>
          <Form.Item name="name" label="名称" rules={[{ required: true, whitespace: true, message: '请填写名称' }]}><Input maxLength={100} placeholder="如：某某中级人民法院委托系统" /></Form.Item>
          <Form.Item name="scopes" label="权限范围" rules={[{ required: true, message: '请选择权限范围' }]}><Select mode="multiple" options={SCOPES} /></Form.Item>
          <Button type="primary" htmlType="submit" loading={create.busy}>新建</Button>
        </Form>
      </Modal>
      {shown && <OnceShown title="客户端密钥" name={shown.clientId} secret={shown.clientSecret} note="遗失后只能撤销并重新建立。" onClose={() => setShown(null)} />}
    </>
  );
}

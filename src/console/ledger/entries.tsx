import { Button, Input, Table } from 'antd';
import { useState } from 'react';
import { download, request, saveFile } from '../api/client.js';
import type { LedgerEntry, Page } from '../api/types.js';
import { usePagedList } from '../api/use-request.js';
import { navigate, useAddress } from '../routing/router.js';
import { instantText } from '../shared/dates.js';
import { ProblemAlert } from '../shared/problem-alert.js';
import { useCommand } from '../shared/use-command.js';

interface Filter { readonly subjectKind: string; readonly action: string }

/** The entries, newest first. */
export function Entries() {
  const { search } = useAddress();
  const params = new URLSearchParams(search);
  const filter: Filter = { subjectKind: params.get('subjectKind') ?? '', action: params.get('action') ?? '' };
  const list = usePagedList(`ledger ${search}`, (cursor, signal) =>
    request<Page<LedgerEntry>>('/ledger/entries', { query: { ...filter, limit: 50, cursor }, signal }));
  const proof = useCommand(async (item: LedgerEntry) => saveFile(await download(`/ledger/entries/${item.id}/proof`, { name: `存证证明-${item.seq}.json` })));
  return (
    <section className="panel" aria-labelledby="entries">
      <h2 id="entries">记录</h2>
      <FilterForm key={search} filter={filter} onReload={list.reload} />
      {proof.problem && <ProblemAlert problem={proof.problem} />}
      {list.problem && <ProblemAlert problem={list.problem} onRetry={list.items.length > 0 ? list.more : list.reload} />}
      <Table<LedgerEntry> size="small" rowKey="id" loading={list.loading} dataSource={[...list.items]} pagination={false} scroll={{ x: 'max-content' }}
        expandable={{ expandedRowRender: (item) => <pre className="change">{JSON.stringify(item.change, null, 2)}</pre> }}
        columns={[
          { title: '序号', dataIndex: 'seq', align: 'right' }, { title: '时间', dataIndex: 'recordedAt', render: instantText }, { title: '行为人', dataIndex: 'actorName' },
          { title: '操作', dataIndex: 'action' },
          { title: '对象', key: 'subject', render: (_value, item) => <>{item.subjectKind}<small className="subject-id">{item.subjectId}</small></> },
          { title: '封存', dataIndex: 'sealed', render: (sealed: boolean) => (sealed ? '已封存' : '待封存') },
          { title: '证明', key: 'proof', render: (_value, item) => item.sealed && <Button type="link" size="small" disabled={proof.busy} onClick={() => { void proof.run(item); }}>下载证明</Button> },
        ]} />
      {list.hasMore && <p style={{ textAlign: 'center' }}><Button loading={list.loadingMore} onClick={list.more}>加载更多</Button></p>}
    </section>
  );
}

function FilterForm({ filter, onReload }: { readonly filter: Filter; readonly onReload: () => void }) {
  const [typed, setTyped] = useState(filter);
  const apply = () => {
    const params = new URLSearchParams(Object.entries(typed).filter(([, value]) => value.trim() !== '').map(([name, value]) => [name, value.trim()]));
    const text = params.toString();
    if (typed.subjectKind === filter.subjectKind && typed.action === filter.action) onReload();
    else navigate(`/console/ledger${text ? `?${text}` : ''}`);
  };
  return (
    <form className="toolbar" onSubmit={(event) => { event.preventDefault(); apply(); }}>
      <div className="field"><label htmlFor="ledger-kind">对象种类</label>
        <Input id="ledger-kind" allowClear placeholder="如 institution" maxLength={60} value={typed.subjectKind} onChange={(event) => setTyped({ ...typed, subjectKind: event.target.value })} /></div>
      <div className="field"><label htmlFor="ledger-action">操作</label>
        <Input id="ledger-action" allowClear placeholder="如 registry.import.committed" maxLength={100} value={typed.action} onChange={(event) => setTyped({ ...typed, action: event.target.value })} /></div>
      <Button htmlType="submit">查询</Button>
    </form>
  );
}

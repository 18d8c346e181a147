import { Button, Table } from 'antd';
import { request } from '../api/client.js';
import type { ImportSummary, Page } from '../api/types.js';
import { usePagedList } from '../api/use-request.js';
import { Link } from '../routing/router.js';
import { instantText } from '../shared/dates.js';
import { ProblemAlert } from '../shared/problem-alert.js';

const STATUS: Readonly<Record<ImportSummary['status'], string>> = { queued: '等待处理', running: '正在处理', done: '已完成', failed: '没有完成' };

/** Earlier imports with the way to their reports. */
export function Recent() {
  const list = usePagedList('imports', (cursor, signal) => request<Page<ImportSummary>>('/registry/imports', { query: { limit: 20, cursor }, signal }));
  if (!list.loading && !list.problem && list.items.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="recent">
      <h2 id="recent">历次导入</h2>
      {list.problem && <ProblemAlert problem={list.problem} onRetry={list.items.length > 0 ? list.more : list.reload} />}
      <Table<ImportSummary> size="small" rowKey="id" loading={list.loading} dataSource={[...list.items]} pagination={false} scroll={{ x: 'max-content' }} columns={[
        { title: '时间', dataIndex: 'createdAt', render: instantText }, { title: '文件', dataIndex: 'fileName', render: (name: string) => <span className="cell-value">{name}</span> },
        { title: '上传人', dataIndex: 'createdBy' }, { title: '方式', dataIndex: 'mode', render: (mode: string) => (mode === 'dry-run' ? '试导入' : '正式导入') },
        { title: '状态', key: 'status', render: (_value, item) => `${STATUS[item.status]}${item.status === 'done' && item.mode === 'commit' ? (item.committed ? '，已写入' : '，未写入') : ''}` },
        { title: '错误', dataIndex: 'errorsTotal', align: 'right' }, { title: '提示', dataIndex: 'warningsTotal', align: 'right' },
        { title: '', key: 'open', render: (_value, item) => <Link to={`/console/import?id=${item.id}`} aria-label={`查看 ${item.fileName} 的结果`}>查看结果</Link> },
      ]} />
      {list.hasMore && <p style={{ textAlign: 'center' }}><Button loading={list.loadingMore} onClick={list.more}>加载更多</Button></p>}
    </section>
  );
}

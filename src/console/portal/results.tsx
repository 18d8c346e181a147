import { Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import type { PagedList } from '../api/use-request.js';
import { ProblemAlert } from '../shared/problem-alert.js';

interface Props<T> { readonly list: PagedList<T>; readonly noun: string; readonly render: (item: T) => ReactNode }

/** The list of a search with its waiting, empty and failed states. */
export function Results<T>({ list, noun, render }: Props<T>) {
  return (
    <section aria-label="查询结果" aria-busy={list.loading} className="results">
      <p role="status" className="results-count">{statusText(list, noun)}</p>
      {list.loading && [0, 1, 2].map((row) => <div key={row} className="card"><Skeleton active title={{ width: '40%' }} paragraph={{ rows: 2 }} /></div>)}
      {list.items.length > 0 && <ol className="cards">{list.items.map(render)}</ol>}
      {list.problem && <ProblemAlert problem={list.problem} onRetry={list.items.length > 0 ? list.more : list.reload} />}
      {list.hasMore && !list.problem && <div className="results-more"><Button size="large" loading={list.loadingMore} onClick={list.more}>加载更多</Button></div>}
    </section>
  );
}

function statusText<T>(list: PagedList<T>, noun: string): string {
  if (list.loading) return '正在查询……';
  if (list.items.length === 0) return list.problem ? '' : `没有符合条件的${noun}。请减少查询字词或放宽筛选条件。`;
  return list.hasMore ? `已显示 ${list.items.length} 条，按拼音排序` : `共 ${list.items.length} 条，按拼音排序`;
}

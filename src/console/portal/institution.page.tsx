import { Button, Skeleton } from 'antd';
import { request } from '../api/client.js';
import type { AppraiserItem, InstitutionRecord, Page } from '../api/types.js';
import { usePagedList, useRequest } from '../api/use-request.js';
import { Link, useAddress } from '../routing/router.js';
import { periodText } from '../shared/dates.js';
import { Facts } from '../shared/facts.js';
import { PageTitle } from '../shared/page-title.js';
import { ProblemAlert } from '../shared/problem-alert.js';
import { StatusTag } from '../shared/status-tag.js';
import { RecordLink, checkAddress } from './result-card.js';
import { AsOfNote, CategoryPanel, History, NotInRoster } from './record-notes.js';
import './portal.css';

/** One institution: what the public roster says of it, and its appraisers. */
export default function InstitutionPage({ licenceNo }: { readonly licenceNo: string }) {
  const asOf = new URLSearchParams(useAddress().search).get('asOf') ?? '';
  const { data, problem, loading, reload } = useRequest(`institution ${licenceNo} ${asOf}`, (signal) =>
    request<InstitutionRecord>(`/public/institutions/${encodeURIComponent(licenceNo)}`, { query: { asOf }, anonymous: true, signal }));
  if (loading) return <div className="public-width narrow"><Skeleton active paragraph={{ rows: 8 }} /></div>;
  if (problem?.status === 404) return <NotInRoster what="司法鉴定机构" number={licenceNo} numberName="许可证号" />;
  if (problem || !data) return <div className="public-width narrow">{problem && <ProblemAlert problem={problem} onRetry={reload} />}</div>;
  return (
    <div className="public-width narrow">
      <PageTitle title={data.name}>{data.name} <StatusTag status={data.status} text={data.statusText} /></PageTitle>
      <AsOfNote asOf={asOf} recordPath={`/institutions/${encodeURIComponent(licenceNo)}`} />
      <section className="panel" aria-labelledby="basic">
        <h2 id="basic">基本信息</h2>
        <Facts items={[
          ['许可证号', <b key="no" className="number">{data.licenceNo}</b>], ['有效期', periodText(data.validFrom, data.validTo)],
          ['所在地', data.divisionName], ['登记机关', data.registrar], ['负责人', data.headName], ['法定代表人', data.legalRepName],
          ['住所', data.address], ['邮政编码', data.postalCode], ['联系电话', data.phone],
        ]} />
      </section>
      <CategoryPanel title="业务范围" empty="该日没有登记的业务范围。" items={data.categories} />
      <InstitutionAppraisers licenceNo={licenceNo} asOf={asOf} />
      {data.accreditations.length > 0 && <section className="panel" aria-labelledby="accreditation">
        <h2 id="accreditation">认证认可</h2>
        <Facts items={data.accreditations.map((item) => [item.kindText, [item.certificateNo, item.nextReviewOn && `下次评审 ${item.nextReviewOn}`].filter(Boolean).join('，') || '已取得'])} />
      </section>}
      <History documentName="许可证" documents={data.licences.map(({ licenceNo: number, from, to }) => ({ number, from, to }))} statuses={data.statuses} />
    </div>
  );
}

function InstitutionAppraisers({ licenceNo, asOf }: { readonly licenceNo: string; readonly asOf: string }) {
  const list = usePagedList(`appraisers ${licenceNo} ${asOf}`, (cursor, signal) =>
    request<Page<AppraiserItem>>('/public/appraisers', { query: { licenceNo, asOf, limit: 50, cursor }, anonymous: true, signal }));
  return (
    <section className="panel" aria-labelledby="people" aria-busy={list.loading}>
      <h2 id="people">司法鉴定人</h2>
      {list.loading && <Skeleton active title={false} paragraph={{ rows: 4 }} />}
      {list.items.length > 0 && <div className="scroll-x"><table className="plain-table stacking">
        <thead><tr><th scope="col">姓名</th><th scope="col">执业证号</th><th scope="col">执业类别</th><th scope="col">状态</th><th scope="col"><span className="visually-hidden">操作</span></th></tr></thead>
        <tbody>{list.items.map((item) => (
          <tr key={item.certificateNo ?? item.name}>
            <th scope="row" className="nowrap"><RecordLink kind="appraisers" number={item.certificateNo} asOf={asOf}>{item.name}</RecordLink></th>
            <td data-label="执业证号" className="number">{item.certificateNo}</td>
            <td data-label="执业类别">{item.categories.map((category) => category.name).join('、')}</td>
            <td data-label="状态" className="nowrap"><StatusTag status={item.status} text={item.statusText} /></td>
            <td data-label="" className="nowrap">{item.certificateNo && <Link to={checkAddress(item.certificateNo, asOf)} aria-label={`核验${item.name}的资格`}>核验资格</Link>}</td>
          </tr>
        ))}</tbody>
      </table></div>}
      {!list.loading && !list.problem && list.items.length === 0 && <p className="hint">该日没有在册的司法鉴定人。</p>}
      {list.problem && <ProblemAlert problem={list.problem} onRetry={list.items.length > 0 ? list.more : list.reload} />}
      {list.hasMore && !list.problem && <div className="results-more"><Button loading={list.loadingMore} onClick={list.more}>加载更多</Button></div>}
    </section>
  );
}

import { Skeleton } from 'antd';
import { request } from '../api/client.js';
import type { AppraiserRecord } from '../api/types.js';
import { useRequest } from '../api/use-request.js';
import { Link, useAddress } from '../routing/router.js';
import { periodText } from '../shared/dates.js';
import { Facts } from '../shared/facts.js';
import { PageTitle } from '../shared/page-title.js';
import { ProblemAlert } from '../shared/problem-alert.js';
import { StatusTag } from '../shared/status-tag.js';
import { AsOfNote, CategoryPanel, History, NotInRoster } from './record-notes.js';
import { RecordLink, checkAddress } from './result-card.js';
import './portal.css';

const EMPLOYMENT: Readonly<Record<string, string>> = { 'full-time': '专职', 'part-time': '兼职' };

/** One appraiser: certificate, institution and categories as the public roster says. */
export default function AppraiserPage({ certificateNo }: { readonly certificateNo: string }) {
  const asOf = new URLSearchParams(useAddress().search).get('asOf') ?? '';
  const { data, problem, loading, reload } = useRequest(`appraiser ${certificateNo} ${asOf}`, (signal) =>
    request<AppraiserRecord>(`/public/appraisers/${encodeURIComponent(certificateNo)}`, { query: { asOf }, anonymous: true, signal }));
  if (loading) return <div className="public-width narrow"><Skeleton active paragraph={{ rows: 6 }} /></div>;
  if (problem?.status === 404) return <NotInRoster what="司法鉴定人" number={certificateNo} numberName="执业证号" />;
  if (problem || !data) return <div className="public-width narrow">{problem && <ProblemAlert problem={problem} onRetry={reload} />}</div>;
  return (
    <div className="public-width narrow">
      <div className="title-line">
        <PageTitle title={data.name}>{data.name} <StatusTag status={data.status} text={data.statusText} /></PageTitle>
        <Link className="card-act" to={checkAddress(certificateNo, asOf)}>核验某日的资格</Link>
      </div>
      <AsOfNote asOf={asOf} recordPath={`/appraisers/${encodeURIComponent(certificateNo)}`} />
      <section className="panel" aria-labelledby="basic">
        <h2 id="basic">基本信息</h2>
        <Facts items={[
          ['执业证号', <b key="no" className="number">{data.certificateNo}</b>], ['有效期', periodText(data.validFrom, data.validTo)],
          ['执业机构', data.institution && <RecordLink key="institution" kind="institutions" number={data.institution.licenceNo} asOf={asOf}>{data.institution.name}</RecordLink>],
          ['所在地', data.divisionName], ['性别', data.sex], ['专业技术职称', data.title], ['执业方式', data.employmentType && (EMPLOYMENT[data.employmentType] ?? data.employmentType)],
        ]} />
      </section>
      <CategoryPanel title="执业类别" empty="该日没有登记的执业类别。" items={data.categories} />
      <History documentName="执业证" documents={data.certificates.map(({ certificateNo: number, from, to }) => ({ number, from, to }))} statuses={data.statuses} />
    </div>
  );
}

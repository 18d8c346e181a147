import type { ReactNode } from 'react';
import type { AppraiserItem, InstitutionItem, Named } from '../api/types.js';
import { Link } from '../routing/router.js';
import { periodText } from '../shared/dates.js';
import { StatusTag } from '../shared/status-tag.js';

const SHOWN_CATEGORIES = 6;

/** One institution among the results. */
export function InstitutionCard({ item, asOf }: { readonly item: InstitutionItem; readonly asOf: string }) {
  return (
    <li className="card">
      <div className="card-head">
        <h2><RecordLink kind="institutions" number={item.licenceNo} asOf={asOf}>{item.name}</RecordLink></h2>
        <StatusTag status={item.status} text={item.statusText} />
      </div>
      <p className="card-line">
        {item.licenceNo && <span>许可证号 <b className="number">{item.licenceNo}</b></span>}<span>{item.divisionName}</span><span>有效期 {periodText(item.validFrom, item.validTo)}</span>
      </p>
      <Categories list={item.categories} />
    </li>
  );
}

/** One appraiser among the results. Namesakes are told apart by their institution. */
export function AppraiserCard({ item, asOf }: { readonly item: AppraiserItem; readonly asOf: string }) {
  return (
    <li className="card">
      <div className="card-head">
        <h2><RecordLink kind="appraisers" number={item.certificateNo} asOf={asOf}>{item.name}</RecordLink></h2>
        <StatusTag status={item.status} text={item.statusText} />
        {item.certificateNo && <Link className="card-act" to={checkAddress(item.certificateNo, asOf)} aria-label={`核验${item.name}（${item.certificateNo}）的资格`}>核验资格</Link>}
      </div>
      <p className="card-line">
        {item.certificateNo && <span>执业证号 <b className="number">{item.certificateNo}</b></span>}
        {item.institution && <span><RecordLink kind="institutions" number={item.institution.licenceNo} asOf={asOf}>{item.institution.name}</RecordLink></span>}
        <span>{item.divisionName}</span><span>有效期 {periodText(item.validFrom, item.validTo)}</span>
      </p>
      <Categories list={item.categories} />
    </li>
  );
}

interface RecordLinkProps { readonly kind: 'institutions' | 'appraisers'; readonly number: string | null; readonly asOf: string; readonly children: ReactNode }

/** Leads to a record as of the day that was searched for; without a number there is nothing to lead to. */
export function RecordLink({ kind, number, asOf, children }: RecordLinkProps) {
  if (number === null) return <>{children}</>;
  return <Link to={`/${kind}/${encodeURIComponent(number)}${asOf ? `?asOf=${asOf}` : ''}`}>{children}</Link>;
}

/** The check form with what is already known filled in. */
export function checkAddress(certificateNo: string, asOf: string): string {
  return `/check?certificateNo=${encodeURIComponent(certificateNo)}${asOf ? `&asOf=${asOf}` : ''}`;
}

function Categories({ list }: { readonly list: readonly Named[] }) {
  if (list.length === 0) return null;
  return (
    <ul className="categories" aria-label="执业类别">
      {list.slice(0, SHOWN_CATEGORIES).map((item) => <li key={item.code} title={item.code}>{item.name}</li>)}
      {list.length > SHOWN_CATEGORIES && <li className="categories-more">等 {list.length} 项</li>}
    </ul>
  );
}

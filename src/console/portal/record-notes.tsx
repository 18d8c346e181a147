import type { Named, StatusPeriod } from '../api/types.js';
import { chineseDay, periodText } from '../shared/dates.js';
import { PageTitle } from '../shared/page-title.js';
import { StatusTag } from '../shared/status-tag.js';
import { Link } from '../routing/router.js';

/** Says that a record is shown as of another day than today. */
export function AsOfNote({ asOf, recordPath }: { readonly asOf: string; readonly recordPath: string }) {
  if (!/^\d{4}-\d\d-\d\d$/.test(asOf)) return null;
  return <p className="as-of-note">以下为截至 {chineseDay(asOf)} 的情况。<Link to={recordPath}>查看现在的情况</Link></p>;
}

/** No such number: perhaps mistyped, perhaps invented, and the reader should know both. */
export function NotInRoster({ what, number, numberName }: { readonly what: string; readonly number: string; readonly numberName: string }) {
  return (
    <div className="public-width narrow">
      <PageTitle title={`名册中没有该${what}`} />
      <p>名册中没有{numberName}为 <b className="number">{number}</b> 的{what}。请核对证号；如该证号来自对方出示的证件，请谨防伪造，并可向司法行政机关核实。</p>
      <p><Link to="/">返回名册查询</Link></p>
    </div>
  );
}

interface HistoryProps {
  readonly documentName: string;
  readonly documents: readonly { readonly number: string | null; readonly from: string; readonly to: string }[];
  readonly statuses: readonly StatusPeriod[];
}

/** Every licence or certificate and every status with its period: a later one never erases an earlier one. */
export function History({ documentName, documents, statuses }: HistoryProps) {
  if (documents.length === 0 && statuses.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="history">
      <h2 id="history">历次{documentName}和状态</h2>
      <div className="scroll-x"><table className="plain-table stacking">
        <thead><tr><th scope="col">事项</th><th scope="col">内容</th><th scope="col">期间</th></tr></thead>
        <tbody>
          {documents.map((item) => <tr key={`document ${item.number} ${item.from}`}><th scope="row">{documentName}</th><td data-label="内容" className="number">{item.number ?? '早期证件，号码不详'}</td><td data-label="期间" className="nowrap">{periodText(item.from, item.to)}</td></tr>)}
          {statuses.map((item) => <tr key={`status ${item.status} ${item.from}`}><th scope="row">状态</th><td data-label="内容"><StatusTag status={item.status} text={item.statusText} /></td><td data-label="期间" className="nowrap">{periodText(item.from, item.to)}</td></tr>)}
        </tbody>
      </table></div>
    </section>
  );
}

/** The categories that are registered, with their codes. */
export function CategoryPanel({ title, empty, items }: { readonly title: string; readonly empty: string; readonly items: readonly Named[] }) {
  return (
    <section className="panel" aria-labelledby="categories">
      <h2 id="categories">{title}</h2>
      {items.length === 0 ? <p className="hint">{empty}</p>
        : <ul className="categories">{items.map((item) => <li key={item.code}>{item.name}<small className="code">{item.code}</small></li>)}</ul>}
    </section>
  );
}

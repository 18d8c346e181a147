import { Button } from 'antd';
import { saveFile } from '../api/client.js';
import type { QualificationAnswer, QualificationLink } from '../api/types.js';
import { Link } from '../routing/router.js';
import { chineseDay, instantText, periodText } from '../shared/dates.js';

const LINK_TITLES: Readonly<Record<string, string>> = {
  'certificate': '执业证', 'appraiser-status': '鉴定人执业状态', 'category': '执业类别', 'employment': '执业机构', 'licence': '机构许可证',
  'institution-scope': '机构业务范围', 'institution-status': '机构执业状态',
};

/** The answer: yes or no first, then each link of the chain with its document and period, then what to do with it. */
export function Answer({ answer }: { readonly answer: QualificationAnswer }) {
  const { qualified, appraiser, institution, statement } = answer;
  return (
    <section className="panel answer" aria-labelledby="verdict">
      <div className={qualified ? 'verdict yes' : 'verdict no'}>
        <span className="verdict-mark" aria-hidden="true">{qualified ? '✓' : '✕'}</span>
        <div>
          <h2 id="verdict">{qualified ? '具备' : '不具备'}</h2>
          <p>{appraiser ? <Link to={`/appraisers/${encodeURIComponent(appraiser.certificateNo)}?asOf=${answer.asOf}`}>{appraiser.name}</Link> : '（名册无此证号）'}
            在 {chineseDay(answer.asOf)} {qualified ? '具备' : '不具备'}“{answer.category.name}”（{answer.category.code}）执业资格。</p>
          {answer.provisional && <p>所问日期尚未到来，仅为按目前登记的推定。</p>}
          {institution && <p>当日执业机构：{institution.licenceNo
            ? <Link to={`/institutions/${encodeURIComponent(institution.licenceNo)}?asOf=${answer.asOf}`}>{institution.name}</Link> : institution.name}</p>}
        </div>
      </div>
      {answer.reasons.length > 0 && <>
        <h3>不具备的理由</h3>
        <ul className="reasons">{answer.reasons.map((reason) => <li key={reason.code + reason.message}>{reason.message}
          {(reason.document ?? reason.period) && <small>（{[reason.document, reason.period && periodText(reason.period.from, reason.period.to)].filter(Boolean).join('，')}）</small>}</li>)}</ul>
      </>}
      <h3>逐项核对</h3>
      <div className="scroll-x">
        <table className="plain-table stacking links">
          <thead><tr><th scope="col">环节</th><th scope="col">结果</th><th scope="col">文件</th><th scope="col">期间</th><th scope="col">说明</th></tr></thead>
          <tbody>{answer.links.map((link, index) => <LinkRow key={`${link.link}${index}`} link={link} />)}</tbody>
        </table>
      </div>
      <dl className="facts statement">
        <div><dt>声明编号</dt><dd>{statement.id}</dd></div>
        <div><dt>出具时间</dt><dd>{instantText(statement.issuedAt)}</dd></div>
        <div><dt>名册记载截至</dt><dd>{instantText(answer.knownAt)}</dd></div>
        <div><dt>签名</dt><dd>SM2（SM3），公钥 {statement.publicKeyId}</dd></div>
      </dl>
      <div className="actions">
        <Button type="primary" size="large" href={`/verify/${statement.id}`} target="_blank" rel="noopener">打印/查验页</Button>
        <Button size="large" onClick={() => saveStatement(answer)}>下载声明文件</Button>
        <span className="hint-inline">声明文件可在不联网的计算机上用 scripts/verify-statement.mjs 核验签名。</span>
      </div>
    </section>
  );
}

function LinkRow({ link }: { readonly link: QualificationLink }) {
  return (
    <tr className={link.ok ? undefined : 'broken'}>
      <th scope="row">{LINK_TITLES[link.link] ?? link.link}</th>
      <td data-label="结果" className="nowrap"><span className={link.ok ? 'mark ok' : 'mark bad'}>{link.ok ? '✓ 符合' : '✕ 不符合'}</span></td>
      <td data-label="文件">{link.document ?? '—'}</td>
      <td data-label="期间" className="nowrap">{link.period ? periodText(link.period.from, link.period.to) : '—'}</td>
      <td data-label="说明">{link.detail}</td>
    </tr>
  );
}

function saveStatement(answer: QualificationAnswer): void {
  saveFile({ name: `资格声明-${answer.statement.id}.json`, content: new Blob([JSON.stringify(answer, null, 2)], { type: 'application/json' }) });
}

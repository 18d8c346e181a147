import { html, trusted, type Html } from '../../platform/http/html.js';
import type { QualificationAnswer, QualificationLinkView } from '../qualification/qualification.answer.js';

/** What the page for people shows of one certified answer. */
export interface VerifiedAnswer {
  readonly certified: QualificationAnswer;
  /** The same question answered by what the registry knows now; null when it can no longer be asked. */
  readonly today: QualificationAnswer | null;
}

export interface VerifyPageModel {
  readonly id: string;
  readonly issuedAt: Date;
  readonly issuer: string;
  readonly keyId: string;
  readonly authentic: boolean;
  readonly answers: readonly VerifiedAnswer[];
  /** Address that the QR code carries. */
  readonly url: string;
  readonly qrSvg: string;
  readonly checkedAt: Date;
}

const LINK_TITLES: Readonly<Record<string, string>> = {
  'certificate': '执业证', 'appraiser-status': '鉴定人执业状态', 'category': '执业类别', 'employment': '执业机构', 'licence': '机构许可证',
  'institution-scope': '机构业务范围', 'institution-status': '机构执业状态',
};

/** The page behind `/verify/{id}` and behind the QR code of a printed statement. It needs no script. */
export function verifyPage(model: VerifyPageModel): Html {
  const changed = model.answers.filter((answer) => !holds(answer)).length;
  return shell('司法鉴定资格查验', html`
    <header><p class="org">${model.issuer}</p><h1>司法鉴定人执业资格声明书</h1></header>
    ${verdict(model, changed)}
    <dl class="facts">
      <dt>声明编号</dt><dd><code>${model.id}</code></dd>
      <dt>出具时间</dt><dd>${beijing(model.issuedAt)}</dd>
      <dt>签名算法</dt><dd>SM2（SM3），公钥编号 <code>${model.keyId}</code></dd>
      <dt>本次查验</dt><dd>${beijing(model.checkedAt)}</dd>
    </dl>
    ${model.answers.map((answer) => answerSection(answer))}
    <footer><div class="qr" role="img" aria-label="查验二维码">${trusted(model.qrSvg)}</div>
      <p>扫描二维码或访问 <a href="${model.url}">${model.url}</a> 查验本声明。<br>
      不联网时，可用随系统提供的 <code>scripts/verify-statement.mjs</code> 核对声明文件的签名。</p></footer>`);
}

/** The page for an id that was never given out. */
export function unknownStatementPage(id: string): Html {
  return shell('未找到声明', html`<header><h1>司法鉴定资格查验</h1></header>
    <p class="verdict bad" role="status">未找到编号为 <code>${id}</code> 的声明。请核对编号；如声明书载有该编号，请谨防伪造并与出具机关联系。</p>`);
}

/** Whether what was certified is still what the registry says. */
export function holds(answer: VerifiedAnswer): boolean {
  return answer.today !== null && answer.today.qualified === answer.certified.qualified
    && JSON.stringify(answer.today.links) === JSON.stringify(answer.certified.links);
}

function verdict(model: VerifyPageModel, changed: number): Html {
  if (!model.authentic) return html`<p class="verdict bad" role="status">签名核验未通过：存档内容可能被改动，请勿采用，并与出具机关联系。</p>`;
  if (changed === 0) return html`<p class="verdict good" role="status">签名核验通过。声明所载内容与名册现在的记载一致，仍然有效。</p>`;
  return html`<p class="verdict warn" role="status">签名核验通过，声明确由本机关出具；但名册此后作了更正，${model.answers.length > 1
    ? html`其中 ${changed} 项` : '声明所载内容'}与现在的记载不一致，两种记载均列于下。</p>`;
}

function answerSection(answer: VerifiedAnswer): Html {
  const { certified, today } = answer;
  const question = html`<p class="question">${certified.appraiser?.name ?? '（名册无此证号）'}（执业证号 ${certified.certificateNo}）在 <strong>${certified.asOf}</strong>
    是否具备 <strong>${certified.category.name}</strong>（${certified.category.code}）执业资格？</p>`;
  if (holds(answer)) return html`<section>${question}${state('声明所载（至今未变）', certified)}</section>`;
  return html`<section>${question}<div class="states">${state(`声明所载（名册 ${beijing(new Date(certified.knownAt))} 的记载）`, certified)}
    ${today ? state('名册现在的记载', today) : html`<div class="state"><h2>名册现在的记载</h2><p>名册中已无此执业证号。</p></div>`}</div></section>`;
}

function state(title: string, answer: QualificationAnswer): Html {
  return html`<div class="state"><h2>${title}</h2>
    <p class="answer ${answer.qualified ? 'yes' : 'no'}">${answer.qualified ? '具备' : '不具备'}</p>
    ${answer.provisional ? html`<p class="reasons">所问日期在出具时尚未到来，仅为按当时登记的推定，不能证明此后没有变更。</p>` : null}
    ${answer.institution ? html`<p>执业机构：${answer.institution.name}（许可证号 ${answer.institution.licenceNo ?? '不详'}）</p>` : null}
    <table><thead><tr><th scope="col">环节</th><th scope="col">结果</th><th scope="col">文件</th><th scope="col">期间</th></tr></thead>
    <tbody>${answer.links.map(linkRow)}</tbody></table>
    ${answer.reasons.length > 0 ? html`<ul class="reasons">${answer.reasons.map((reason) => html`<li>${reason.message}</li>`)}</ul>` : null}</div>`;
}

function linkRow(link: QualificationLinkView): Html {
  const period = link.period ? `${link.period.from ?? '…'} 至 ${link.period.to ?? '长期'}` : '—';
  return html`<tr><th scope="row">${LINK_TITLES[link.link] ?? link.link}</th><td>${link.ok ? '符合' : '不符合'}</td><td>${link.document ?? '—'}</td><td>${period}</td></tr>`;
}

/** Beijing time as an official letter writes it. */
function beijing(instant: Date): string {
  return new Intl.DateTimeFormat('zh-CN', {
    timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false,
  }).format(instant);
}

function shell(title: string, body: Html): Html {
  return html`<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${trusted(STYLE)}</style></head><body><main>${body}</main></body></html>`;
}

const STYLE = `
:root{color-scheme:light}body{margin:0;background:#f4f5f7;color:#1b1f24;font:16px/1.7 "Noto Sans CJK SC","Microsoft YaHei",sans-serif}
main{max-width:60rem;margin:2rem auto;background:#fff;padding:2.5rem 3rem;border:1px solid #d9dde3;border-radius:6px}
header{text-align:center;border-bottom:3px double #a3262a;padding-bottom:1rem}.org{margin:0;color:#5b6570;letter-spacing:.1em}h1{margin:.3rem 0;font-size:1.7rem;letter-spacing:.08em}
h2{font-size:1.05rem;margin:.5rem 0}.verdict{padding:.8rem 1.1rem;border-radius:4px;border-left:6px solid;font-weight:600}
.good{background:#eaf6ec;border-color:#1f7a3a;color:#145227}.warn{background:#fff5e0;border-color:#b26a00;color:#6b4000}.bad{background:#fdeaea;border-color:#a3262a;color:#7a1518}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.2rem}.facts dt{color:#5b6570}.facts dd{margin:0;overflow-wrap:anywhere}
.states{display:flex;gap:1.5rem;flex-wrap:wrap}.state{flex:1 1 22rem}.answer{font-size:1.5rem;font-weight:700;margin:.2rem 0}.yes{color:#145227}.no{color:#7a1518}
table{border-collapse:collapse;width:100%;font-size:.93rem}th,td{border:1px solid #d9dde3;padding:.35rem .6rem;text-align:left;vertical-align:top}thead th{background:#f4f5f7}
tbody th{font-weight:500;white-space:nowrap}td:nth-child(2){white-space:nowrap}.reasons{color:#7a1518}footer{display:flex;gap:1.5rem;align-items:center;margin-top:2rem;border-top:1px solid #d9dde3;padding-top:1rem;font-size:.9rem;color:#444c56}
.qr svg{width:7.5rem;height:7.5rem;display:block}code{font-size:.9em}a{color:#0b57a4}
@media(max-width:40rem){main{margin:0;padding:1.2rem;border:0}}@media print{body{background:#fff}main{border:0;margin:0;max-width:none;padding:0}.verdict{border:1px solid}}`;

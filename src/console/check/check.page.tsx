import { Skeleton } from 'antd';
import { useState } from 'react';
import { request } from '../api/client.js';
import type { QualificationAnswer } from '../api/types.js';
import { useRequest } from '../api/use-request.js';
import { navigate, useAddress } from '../routing/router.js';
import { PageTitle } from '../shared/page-title.js';
import { ProblemAlert } from '../shared/problem-alert.js';
import { Answer } from './answer.js';
import { CheckForm, type Question } from './check-form.js';
import './check.css';

/** “Was this appraiser qualified for this category on that day?”: the question in the address, the signed answer below it. */
export default function CheckPage() {
  const { search } = useAddress();
  const question = readQuestion(search);
  const complete = question.certificateNo !== '' && question.category !== '' && question.asOf !== '';
  // The same question asked again is a new statement with a date of its own.
  const [asked, setAsked] = useState(0);
  const { data, problem, loading } = useRequest(complete ? `${search} ${asked}` : null, (signal) =>
    request<QualificationAnswer>('/public/qualifications', { query: { ...question }, anonymous: true, signal }));

  const ask = (next: Question) => {
    navigate(questionAddress(next));
    setAsked((count) => count + 1);
  };
  return (
    <div className="public-width narrow">
      <PageTitle title="司法鉴定人执业资格核验" />
      <p className="hint">核验某司法鉴定人在某日是否具备某项鉴定资格。逐项核对执业证、执业类别、执业机构及机构的许可证、业务范围和状态，并出具经国密 SM2 签名、可离线核验的声明。</p>
      <CheckForm question={question} busy={loading} problem={problem} onAsk={ask} />
      <div aria-live="polite" aria-busy={loading}>
        {loading && <section className="panel"><Skeleton active paragraph={{ rows: 5 }} /></section>}
        {problem && <ProblemAlert problem={problem} onRetry={() => setAsked((count) => count + 1)} />}
        {data && <Answer answer={data} />}
      </div>
    </div>
  );
}

function readQuestion(search: string): Question {
  const params = new URLSearchParams(search);
  const text = (name: string) => params.get(name) ?? '';
  return { certificateNo: text('certificateNo'), category: text('category'), asOf: text('asOf') };
}

function questionAddress(question: Question): string {
  return `/check?${new URLSearchParams({ ...question }).toString()}`;
}

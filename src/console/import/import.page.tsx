import { Button, Popconfirm, Radio, Upload } from 'antd';
import { useState } from 'react';
import { download, saveFile } from '../api/client.js';
import type { ImportReport } from '../api/types.js';
import { navigate, useAddress } from '../routing/router.js';
import { PageTitle } from '../shared/page-title.js';
import { ProblemAlert } from '../shared/problem-alert.js';
import { useCommand } from '../shared/use-command.js';
import { isRunning, sendWorkbook, useImportReport, type OnError } from './import-job.js';
import { Recent } from './recent.js';
import { Report } from './report.js';
import './import.css';

/** Uploads a roster: a dry run first, then, with its errors known, the import itself. The report's id is in the address. */
export default function ImportPage() {
  const { search } = useAddress();
  const id = new URLSearchParams(search).get('id');
  const [file, setFile] = useState<File | null>(null);
  const [onError, setOnError] = useState<OnError>('abort');
  const [answer, setAnswer] = useState<ImportReport | null>(null);
  const { report, problem } = useImportReport(id, answer);
  const upload = useCommand(async (chosen: File, mode: 'dry-run' | 'commit') => {
    const next = await sendWorkbook(chosen, mode, onError);
    setAnswer(next);
    navigate(`/console/import?id=${encodeURIComponent(next.id)}`);
  });
  const template = useCommand(async () => saveFile(await download('/registry/import-template', { name: '名册模板.xlsx' })));
  const choose = (chosen: File | null) => {
    setFile(chosen);
    setAnswer(null);
    upload.clear();
    navigate('/console/import', { replace: true });
  };
  const busy = upload.busy || isRunning(report);
  const errors = report && !isRunning(report) ? report.errorsTotal : 0;

  return (
    <>
      <PageTitle title="名册导入" />
      <section className="panel" aria-labelledby="choose">
        <h2 id="choose">选择名册工作簿</h2>
        <Upload.Dragger accept=".xlsx" maxCount={1} disabled={busy} showUploadList={false} beforeUpload={(chosen) => { choose(chosen); return false; }}>
          <p className="drop-main">{file ? file.name : '点击选择，或将 .xlsx 文件拖到此处'}</p>
          <p className="drop-hint">{file ? `${sizeText(file.size)}，点击可另选文件` : '工作簿须含机构名册和鉴定人名册两张工作表'}</p>
        </Upload.Dragger>
        <div className="actions import-actions">
          <Button type="primary" size="large" disabled={!file || busy} loading={upload.busy} onClick={() => { if (file) void upload.run(file, 'dry-run'); }}>试导入</Button>
          <span className="hint-inline">只检查，不写入名册。</span>
          <Button type="link" className="import-template" loading={template.busy} onClick={() => { void template.run(); }}>下载名册模板</Button>
        </div>
        {template.problem && <ProblemAlert problem={template.problem} />}
        {upload.problem && <ProblemAlert problem={upload.problem} />}
        {problem && <ProblemAlert problem={problem} />}
      </section>
      {report && <Report report={report} />}
      {report?.status === 'done' && report.mode === 'dry-run' && file && (
        <section className="panel" aria-labelledby="commit">
          <h2 id="commit">正式导入</h2>
          <Radio.Group value={onError} onChange={(event) => setOnError(event.target.value as OnError)} disabled={busy} className="choices"
            options={[{ value: 'abort', label: '有任何错误即全部不导入' }, { value: 'skip', label: '导入合格的行，列出有误的行' }]} />
          <div className="actions import-actions">
            <Popconfirm title="将写入名册" description={confirmText(report, onError)} okText="导入" cancelText="取消" onConfirm={() => { void upload.run(file, 'commit'); }}>
              <Button type="primary" size="large" disabled={busy || (errors > 0 && onError === 'abort')} loading={upload.busy}>正式导入</Button>
            </Popconfirm>
            {errors > 0 && onError === 'abort' && <span className="hint-inline">尚有 {errors} 处错误：请按批注文件改正后重新上传，或选择只导入合格的行。</span>}
          </div>
        </section>
      )}
      {!report && <Recent />}
    </>
  );
}

function confirmText(report: ImportReport, onError: OnError): string {
  const accepted = `${report.institutions?.accepted ?? 0} 家机构、${report.appraisers?.accepted ?? 0} 名鉴定人`;
  return onError === 'skip' ? `${accepted}将导入，有误的行不导入。` : `${accepted}将导入。`;
}

function sizeText(bytes: number): string {
  return bytes < 1_048_576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}

import { Alert, Button, Progress, Table, Tabs } from 'antd';
import { download, saveFile } from '../api/client.js';
import type { ImportCounts, ImportFinding, ImportReport } from '../api/types.js';
import { instantText } from '../shared/dates.js';
import { ProblemAlert } from '../shared/problem-alert.js';
import { useCommand } from '../shared/use-command.js';
import { isRunning } from './import-job.js';

/** What an import did or would do: progress while it runs, then counts and every finding. */
export function Report({ report }: { readonly report: ImportReport }) {
  if (isRunning(report)) return <Running report={report} />;
  if (report.status === 'failed') return <Failed report={report} />;
  const dryRun = report.mode === 'dry-run';
  const { errorsTotal, warningsTotal } = report;
  return (
    <section className="panel" aria-labelledby="report">
      <h2 id="report">{dryRun ? '试导入结果' : '导入结果'}</h2>
      <p className="hint">{report.fileName}，{report.createdBy} 于 {instantText(report.createdAt)} 上传{report.dataDate ? `，名册数据截至 ${report.dataDate}` : ''}。</p>
      <Outcome report={report} />
      <div className="counts">
        {report.institutions && <Counts noun="机构" counts={report.institutions} landed={report.committed} />}
        {report.appraisers && <Counts noun="鉴定人" counts={report.appraisers} landed={report.committed} />}
      </div>
      {errorsTotal + warningsTotal > 0 && <>
        <AnnotatedCopy id={report.id} />
        <Tabs items={[
          { key: 'errors', label: `错误（${errorsTotal}）`, children: <Findings items={report.errors} total={errorsTotal} empty="没有错误" /> },
          { key: 'warnings', label: `提示（${warningsTotal}）`, children: <Findings items={report.warnings} total={warningsTotal} empty="没有提示" /> },
        ]} defaultActiveKey={errorsTotal > 0 ? 'errors' : 'warnings'} />
      </>}
    </section>
  );
}

function Running({ report }: { readonly report: ImportReport }) {
  const { done, total } = report.progress ?? { done: 0, total: null };
  return (
    <section className="panel" aria-labelledby="report" aria-busy="true">
      <h2 id="report">{report.status === 'queued' ? '等待处理' : '正在处理'}</h2>
      <Progress percent={total ? Math.floor((done / total) * 100) : 0} status="active" />
      <p className="hint" role="status">{total ? `已处理 ${done} 行，共 ${total} 行。` : '正在读取工作簿。'}可以离开本页，稍后以本页地址查看结果。</p>
    </section>
  );
}

function Failed({ report }: { readonly report: ImportReport }) {
  return (
    <section className="panel" aria-labelledby="report">
      <h2 id="report">导入没有完成</h2>
      <Alert type="error" showIcon role="alert" title={report.problem?.title ?? '处理中断'} description={<>{report.problem?.detail && <div>{report.problem.detail}</div>}名册未作改动。</>} />
    </section>
  );
}

function Outcome({ report: { mode, committed, errorsTotal } }: { readonly report: ImportReport }) {
  if (committed) {
    return errorsTotal === 0 ? <Alert type="success" showIcon role="status" title="已导入名册。" />
      : <Alert type="warning" showIcon role="status" title={`合格的行已导入，有 ${errorsTotal} 处错误所在的行未导入。`} />;
  }
  if (errorsTotal > 0) return <Alert type="error" showIcon role="status" title={`发现 ${errorsTotal} 处错误，名册未作改动。`} />;
  return <Alert type="success" showIcon role="status" title={mode === 'dry-run' ? '未发现错误，可以正式导入。' : '名册未作改动。'} />;
}

function Counts({ noun, counts, landed }: { readonly noun: string; readonly counts: ImportCounts; readonly landed: boolean }) {
  return (
    <dl>
      <div><dt>{noun}读取</dt><dd>{counts.read}</dd></div>
      <div><dt>{landed ? '导入' : '合格'}</dt><dd className="good">{counts.accepted}</dd></div>
      <div><dt>有误</dt><dd className={counts.rejected > 0 ? 'bad' : undefined}>{counts.rejected}</dd></div>
      {counts.unchanged > 0 && <div><dt>与现有记载相同</dt><dd>{counts.unchanged}</dd></div>}
    </dl>
  );
}

function AnnotatedCopy({ id }: { readonly id: string }) {
  const fetching = useCommand(async () => saveFile(await download(`/registry/imports/${encodeURIComponent(id)}/workbook`, { name: '名册-批注.xlsx' })));
  return (
    <div className="actions annotated">
      <Button loading={fetching.busy} onClick={() => { void fetching.run(); }}>下载批注文件</Button>
      <span className="hint-inline">即您上传的工作簿，有误的单元格已标出，原因列在最后一列，改正后可直接再次上传。</span>
      {fetching.problem && <ProblemAlert problem={fetching.problem} />}
    </div>
  );
}

function Findings({ items, total, empty }: { readonly items: readonly ImportFinding[]; readonly total: number; readonly empty: string }) {
  return <>
    {total > items.length && <p className="hint">以下为前 {items.length} 处，全部 {total} 处见批注文件。</p>}
    <Table<ImportFinding>
      size="small" dataSource={[...items]} rowKey={(item) => [item.sheet, item.row, item.column, item.code, item.message].join('|')} scroll={{ x: 'max-content' }}
      locale={{ emptyText: empty }} pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      columns={[
        { title: '工作表', dataIndex: 'sheet' },
        { title: '行', dataIndex: 'row', align: 'right' },
        { title: '列', key: 'column', render: (_value, item) => (item.column === null ? '—' : `${columnLetters(item.column)}　${item.header ?? ''}`) },
        { title: '内容', dataIndex: 'value', render: (value: string | null) => <span className="cell-value">{value === null || value === '' ? '（空）' : value}</span> },
        { title: '原因', dataIndex: 'message' },
      ]}
    />
  </>;
}

/** 1 → A, 27 → AA: what Excel shows above the column. */
function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

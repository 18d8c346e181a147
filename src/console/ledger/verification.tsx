import { Alert, Button, Table, Upload } from 'antd';
import { useState } from 'react';
import { download, request, saveFile } from '../api/client.js';
import { ApiProblem } from '../api/problem.js';
import type { LedgerFinding, LedgerVerification } from '../api/types.js';
import { ProblemAlert } from '../shared/problem-alert.js';
import { useCommand } from '../shared/use-command.js';

/** Verifies the whole chain now, on request against a checkpoint that was kept outside, which shows a tail cut off. */
export function Verification() {
  const [result, setResult] = useState<LedgerVerification | null>(null);
  const [checkpoint, setCheckpoint] = useState<File | null>(null);
  const verify = useCommand(async () => {
    setResult(null);
    const body = checkpoint ? { checkpoint: await readJsonFile(checkpoint) } : {};
    setResult(await request<LedgerVerification>('/ledger/verification', { method: 'POST', body }));
  });
  const save = useCommand(async () => saveFile(await download('/ledger/checkpoint', { name: '存证检查点.json' })));
  return (
    <section className="panel" aria-labelledby="verification">
      <h2 id="verification">核验</h2>
      <div className="actions">
        <Button type="primary" loading={verify.busy} onClick={() => { void verify.run(); }}>立即核验</Button>
        <Upload accept=".json" maxCount={1} beforeUpload={(file) => { setCheckpoint(file); return false; }} onRemove={() => setCheckpoint(null)}
          fileList={checkpoint ? [{ uid: 'checkpoint', name: checkpoint.name }] : []}>
          <Button>与留存的检查点比对…</Button>
        </Upload>
        <Button loading={save.busy} onClick={() => { void save.run(); }}>下载检查点</Button>
      </div>
      <p className="hint" style={{ marginTop: '.8rem' }}>检查点请保存在系统之外：日后以它比对，可发现台账末尾被截去。</p>
      {verify.problem && <ProblemAlert problem={verify.problem} />}
      {save.problem && <ProblemAlert problem={save.problem} />}
      {result && <Outcome result={result} />}
    </section>
  );
}

function Outcome({ result }: { readonly result: LedgerVerification }) {
  const size = `共 ${result.entries} 条记录，${result.blocks} 个区块，已封存 ${result.sealedEntries} 条，待封存 ${result.pending} 条。`;
  if (result.ok) return <Alert type="success" showIcon role="status" title="核验通过：未发现改动、缺失或调换。" description={size} />;
  return <>
    <Alert type="error" showIcon role="alert" title={`核验未通过：发现 ${result.findingsTotal} 处异常。`} description={size} />
    <Table<LedgerFinding> size="small" style={{ marginTop: '1rem' }} dataSource={[...result.findings]} scroll={{ x: 'max-content' }}
      rowKey={(item) => [item.kind, item.blockNo, item.seq, item.entryId, item.detail].join('|')} pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
      columns={[
        { title: '异常', dataIndex: 'title' }, { title: '区块', dataIndex: 'blockNo', render: orDash }, { title: '序号', dataIndex: 'seq', render: orDash },
        { title: '记录', dataIndex: 'entryId', render: orDash }, { title: '应为', dataIndex: 'expected', render: orDash }, { title: '现为', dataIndex: 'found', render: orDash },
        { title: '说明', dataIndex: 'detail', render: orDash },
      ]} />
  </>;
}

function orDash(value: string | number | null) {
  return <span className="cell-value">{value ?? '—'}</span>;
}

async function readJsonFile(file: File): Promise<unknown> {
  try {
    return JSON.parse(await file.text()) as unknown;
  } catch {
    throw new ApiProblem(0, 'not-a-checkpoint', '所选文件不是检查点文件', '请选择由本页下载的检查点（.json）。');
  }
}

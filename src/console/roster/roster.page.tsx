import { Button, Form, Select } from 'antd';
import { download, saveFile } from '../api/client.js';
import { useSession } from '../session/session.js';
import { today } from '../shared/dates.js';
import { DivisionSelect } from '../shared/division-select.js';
import { PageTitle } from '../shared/page-title.js';
import { ProblemAlert } from '../shared/problem-alert.js';
import { useCommand } from '../shared/use-command.js';

interface Values { readonly division: string; readonly year: number }

const YEARS_BACK = 8;

/** Downloads the roster of a division as of 31 December of a year. */
export default function RosterPage() {
  const session = useSession();
  const thisYear = Number(today().slice(0, 4));
  const years = Array.from({ length: YEARS_BACK }, (_unused, back) => ({ value: thisYear - back, label: `${thisYear - back} 年度（截至 ${thisYear - back}年12月31日）` }));
  const fetching = useCommand(async ({ division, year }: Values) =>
    saveFile(await download('/registry/roster', { query: { division, year }, name: `司法鉴定人和司法鉴定机构名册-${division}-${year}.xlsx` })));
  return (
    <>
      <PageTitle title="名册下载" />
      <Form<Values> className="panel" layout="vertical" requiredMark={false} style={{ maxWidth: '34rem' }}
        initialValues={{ division: session?.account.division ?? undefined, year: thisYear - 1 }} onFinish={(values) => { void fetching.run(values); }}>
        <p className="hint">《国家司法鉴定人和司法鉴定机构名册》按年度编制，含封面、编制说明、按地市目录、机构及其鉴定人、按类别和按姓名索引，可直接印制。</p>
        <Form.Item name="division" label="地区" rules={[{ required: true, message: '请选择地区' }]}><DivisionSelect placeholder="选择省或市" /></Form.Item>
        <Form.Item name="year" label="年度"><Select options={years} /></Form.Item>
        <Button type="primary" size="large" htmlType="submit" loading={fetching.busy}>下载名册</Button>
        {fetching.busy && <p className="hint" role="status">正在编制，数据较多时需要几十秒。</p>}
        {fetching.problem && <div style={{ marginTop: '1rem' }}><ProblemAlert problem={fetching.problem} /></div>}
      </Form>
    </>
  );
}

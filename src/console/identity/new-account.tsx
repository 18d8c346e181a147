import { Button, Form, Input, Select } from 'antd';
import { request } from '../api/client.js';
import type { AccountWithPassword } from '../api/types.js';
import { DivisionSelect } from '../shared/division-select.js';
import { ProblemAlert } from '../shared/problem-alert.js';
import { useCommand } from '../shared/use-command.js';

interface Values { readonly username: string; readonly displayName: string; readonly role: string; readonly divisionCode?: string; readonly institutionId?: string }

const ROLES = [
  { value: 'province', label: '省级司法行政机关监管人员' }, { value: 'prefecture', label: '市级司法行政机关监管人员' }, { value: 'district', label: '区县司法行政机关监管人员' },
  { value: 'institution', label: '司法鉴定机构经办人' }, { value: 'court', label: '人民法院等办案机关人员' }, { value: 'sysadmin', label: '系统管理员' },
  { value: 'secadmin', label: '安全管理员' }, { value: 'auditor', label: '审计管理员' },
];
const BUREAU = new Set(['province', 'prefecture', 'district']);

/** Creates an account; it works once the security administrator has authorised it. */
export function NewAccount({ onCreated }: { readonly onCreated: (answer: AccountWithPassword) => void }) {
  const [form] = Form.useForm<Values>();
  const role = Form.useWatch('role', form);
  const create = useCommand(async (values: Values) => onCreated(await request<AccountWithPassword>('/accounts', { method: 'POST', body: values })));
  return (
    <Form<Values> form={form} layout="vertical" requiredMark={false} onFinish={(values) => { void create.run(values); }}>
      {create.problem && <div className="form-problem"><ProblemAlert problem={create.problem} /></div>}
      <Form.Item name="username" label="用户名" extra="以小写字母开头，3 到 40 个小写字母、数字或 . _ -" rules={[{ required: true, pattern: /^[a-z][a-z0-9._-]{2,39}$/, message: '格式不正确' }]}>
        <Input autoComplete="off" spellCheck={false} />
      </Form.Item>
      <Form.Item name="displayName" label="姓名" rules={[{ required: true, whitespace: true, message: '请填写姓名' }]}><Input maxLength={60} autoComplete="off" /></Form.Item>
      <Form.Item name="role" label="角色" rules={[{ required: true, message: '请选择角色' }]}><Select options={ROLES} /></Form.Item>
      {BUREAU.has(role) && <Form.Item name="divisionCode" label="管辖地区" rules={[{ required: true, message: '请选择管辖地区' }]}><DivisionSelect depth={role === 'district' ? 3 : 2} placeholder="选择管辖地区" /></Form.Item>}
      {role === 'institution' && <Form.Item name="institutionId" label="所属机构标识" rules={[{ required: true, message: '请填写所属机构标识' }]}><Input maxLength={36} /></Form.Item>}
      <Button type="primary" htmlType="submit" loading={create.busy}>新建</Button>
    </Form>
  );
}

import { Button, Form, Input } from 'antd';
import { ProblemAlert } from '../shared/problem-alert.js';
import { useCommand } from '../shared/use-command.js';
import { changePassword } from './session.js';

interface Values { readonly currentPassword: string; readonly newPassword: string; readonly repeated: string }

/** Changes the own password. */
export function PasswordForm({ onChanged }: { readonly onChanged?: () => void }) {
  const { busy, problem, run } = useCommand(async (values: Values) => {
    await changePassword(values.currentPassword, values.newPassword);
    onChanged?.();
  });
  return (
    <Form<Values> layout="vertical" requiredMark={false} onFinish={(values) => void run(values)}>
      {problem && <div className="form-problem"><ProblemAlert problem={problem} /></div>}
      <Form.Item name="currentPassword" label="现密码" rules={[{ required: true, message: '请输入现密码' }]}>
        <Input.Password size="large" autoComplete="current-password" autoFocus maxLength={200} />
      </Form.Item>
      <Form.Item name="newPassword" label="新密码" rules={[{ required: true, message: '请输入新密码' }]}>
        <Input.Password size="large" autoComplete="new-password" maxLength={200} />
      </Form.Item>
      <Form.Item name="repeated" label="再次输入新密码" dependencies={['newPassword']} rules={[{ required: true, message: '请再次输入新密码' }, ({ getFieldValue }) => ({
        validator: (_rule, value: string) => (!value || value === getFieldValue('newPassword') ? Promise.resolve() : Promise.reject(new Error('两次输入的新密码不一致'))),
      })]}>
        <Input.Password size="large" autoComplete="new-password" maxLength={200} />
      </Form.Item>
      <Button type="primary" htmlType="submit" size="large" block loading={busy}>修改密码</Button>
    </Form>
  );
}

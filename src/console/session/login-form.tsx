import { Button, Form, Input } from 'antd';
import { ProblemAlert } from '../shared/problem-alert.js';
import { useCommand } from '../shared/use-command.js';
import { logIn } from './session.js';

interface Values { readonly username: string; readonly password: string }

/** @param username fixed when somebody comes back after their session ended */
export function LoginForm({ username }: { readonly username?: string }) {
  const { busy, problem, run } = useCommand((values: Values) => logIn(values.username.trim(), values.password));
  return (
    <Form<Values> layout="vertical" requiredMark={false} initialValues={{ username: username ?? '' }} onFinish={(values) => void run(values)}>
      {problem && <div className="form-problem"><ProblemAlert problem={problem} /></div>}
      <Form.Item name="username" label="用户名" rules={[{ required: true, message: '请输入用户名' }]}>
        <Input size="large" autoComplete="username" autoFocus={username === undefined} maxLength={60} spellCheck={false} />
      </Form.Item>
      <Form.Item name="password" label="密码" rules={[{ required: true, message: '请输入密码' }]}>
        <Input.Password size="large" autoComplete="current-password" autoFocus={username !== undefined} maxLength={200} />
      </Form.Item>
      <Button type="primary" htmlType="submit" size="large" block loading={busy}>登录</Button>
    </Form>
  );
}

import { Button, Modal } from 'antd';
import { LoginForm } from './login-form.js';
import { forgetSession, type Session } from './session.js';

/** Over the page, not instead of it: what was typed stays where it is. */
export function ExpiredDialog({ session }: { readonly session: Session }) {
  return (
    <Modal open title="登录已失效，请重新登录" footer={null} closable={false} keyboard={false} mask={{ closable: false }} width={420}>
      <p className="hint">页面上已填写的内容会保留。</p>
      <LoginForm username={session.account.username} />
      <Button type="link" block className="gate-leave" onClick={forgetSession}>换用其他账号</Button>
    </Modal>
  );
}

import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from '../routing/router.js';
import { Brand } from '../shared/brand.js';
import { PageTitle } from '../shared/page-title.js';
import { ExpiredDialog } from './expired-dialog.js';
import { LoginForm } from './login-form.js';
import { PasswordForm } from './password-form.js';
import { logOut, useSession } from './session.js';
import { Shell } from './shell.js';
import './console.css';

/** Everything below `/console`: login, the first change of password, then the workspace. */
export default function ConsolePage() {
  const session = useSession();
  if (!session) return <Gate title="登录管理端"><LoginForm /></Gate>;
  if (session.mustChangePassword && !session.expired) {
    return (
      <Gate title="请先修改密码">
        <p className="hint">{session.account.displayName}，您使用的是初始密码或密码已满使用期限，修改后方可继续。</p>
        <PasswordForm />
        <Button type="link" block className="gate-leave" onClick={() => void logOut()}>退出登录</Button>
      </Gate>
    );
  }
  // Another person in the same tab gets a workspace of their own, not what the one before had typed.
  return <><Shell key={session.account.id} session={session} />{session.expired && <ExpiredDialog session={session} />}</>;
}

function Gate({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="gate">
      <header><Link to="/" className="brand-link" aria-label="衡鉴 司法鉴定管理信息系统，公开查询首页"><Brand subtitle="司法鉴定管理信息系统" /></Link></header>
      <main className="gate-box"><PageTitle title={title} quiet />{children}</main>
      <footer><Link to="/">名册公开查询</Link><Link to="/check">资格核验</Link></footer>
    </div>
  );
}

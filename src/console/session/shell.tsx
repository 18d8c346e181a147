import { Button, Modal, Spin } from 'antd';
import { Suspense, useEffect, useState } from 'react';
import { asProblem } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import { Link, useAddress } from '../routing/router.js';
import { Brand } from '../shared/brand.js';
import { ErrorBoundary } from '../shared/error-boundary.js';
import { PageTitle } from '../shared/page-title.js';
import { ProblemAlert } from '../shared/problem-alert.js';
import { HomePage } from './home.page.js';
import { PasswordForm } from './password-form.js';
import { logOut, refresh, type Session } from './session.js';
import { WORKSPACES, type Workspace } from './workspaces.js';

/** Menu and header around the workspaces that this person may use. */
export function Shell({ session }: { readonly session: Session }) {
  const { pathname } = useAddress();
  const [changing, setChanging] = useState(false);
  const allowed = WORKSPACES.filter((workspace) => session.permissions.includes(workspace.permission));
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  useEffect(() => {
    // A session that has ended shows the login dialog by itself.
    refresh().catch((error: unknown) => { if (asProblem(error).status !== 401) setProblem(asProblem(error)); });
  }, []);
  return (
    <div className="shell">
      <a className="skip-link" href="#main">跳到正文</a>
      <header className="shell-header">
        <Link to="/console" className="brand-link" aria-label="衡鉴 司法鉴定管理信息系统，首页"><Brand subtitle="司法鉴定管理信息系统" /></Link>
        <div className="shell-person">
          <span className="shell-name">{session.account.displayName}<small>{session.account.roleTitle}</small></span>
          <Button size="small" ghost onClick={() => setChanging(true)}>修改密码</Button>
          <Button size="small" ghost onClick={() => void logOut()}>退出</Button>
        </div>
      </header>
      <nav className="shell-menu" aria-label="功能菜单">
        <Link to="/console" aria-current={pathname === '/console' ? 'page' : undefined}>首页</Link>
        {allowed.map(({ path, title }) => <Link key={path} to={path} aria-current={pathname === path ? 'page' : undefined}>{title}</Link>)}
        <hr />
        <Link to="/">名册公开查询</Link>
        <Link to="/check">资格核验</Link>
      </nav>
      <main id="main" tabIndex={-1} className="shell-main">
        {problem && <ProblemAlert problem={problem} />}
        <ErrorBoundary key={pathname}>
          <Suspense fallback={<div className="waiting" role="status" aria-label="正在载入"><Spin size="large" /></div>}>
            <Place pathname={pathname} allowed={allowed} session={session} />
          </Suspense>
        </ErrorBoundary>
      </main>
      <Modal open={changing} title="修改密码" footer={null} onCancel={() => setChanging(false)} destroyOnHidden width={420}>
        <p className="hint">修改后，本账号在其他地方的登录随即退出。</p>
        <PasswordForm onChanged={() => setChanging(false)} />
      </Modal>
    </div>
  );
}

function Place({ pathname, allowed, session }: { readonly pathname: string; readonly allowed: readonly Workspace[]; readonly session: Session }) {
  const place = pathname.replace(/(?<=.)\/$/, '');
  if (place === '/console') return <HomePage session={session} workspaces={allowed} />;
  const workspace = allowed.find(({ path }) => path === place);
  if (workspace) return <workspace.page />;
  const exists = WORKSPACES.some(({ path }) => path === place);
  return (
    <>
      <PageTitle title={exists ? '没有权限打开该页' : '没有这个页面'} />
      <p>{exists ? '您的角色没有这项权限。如确有需要，请联系安全管理员。' : '请核对地址。'} <Link to="/console">返回首页</Link></p>
    </>
  );
}

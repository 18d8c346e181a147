import type { ReactNode } from 'react';
import { Link, useAddress } from '../routing/router.js';
import { Brand } from './brand.js';

const PLACES = [{ to: '/', label: '名册查询' }, { to: '/check', label: '资格核验' }, { to: '/console', label: '登录' }] as const;

/** Header, landmarks and footer of the pages that need no login. */
export function PublicFrame({ children }: { readonly children: ReactNode }) {
  const { pathname } = useAddress();
  return (
    <div className="public">
      <a className="skip-link" href="#main">跳到正文</a>
      <header className="public-header">
        <div className="public-width">
          <Link to="/" className="brand-link" aria-label="衡鉴 司法鉴定公开查询，首页"><Brand subtitle="司法鉴定公开查询" /></Link>
          <nav aria-label="主导航">
            {PLACES.map(({ to, label }) => <Link key={to} to={to} aria-current={pathname === to ? 'page' : undefined}>{label}</Link>)}
          </nav>
        </div>
      </header>
      <main id="main" tabIndex={-1}>{children}</main>
      <footer className="public-footer">
        <div className="public-width">名册信息由司法行政机关登记并公布。查询结果以查询时名册的记载为准，需要留存的，请通过“资格核验”取得经签名的声明。</div>
      </footer>
    </div>
  );
}

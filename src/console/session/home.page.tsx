import { Link } from '../routing/router.js';
import { DivisionName } from '../shared/division-name.js';
import { Facts } from '../shared/facts.js';
import { PageTitle } from '../shared/page-title.js';
import type { Session } from './session.js';
import type { Workspace } from './workspaces.js';

/** Where one arrives after login: who one is here, and what there is to do. */
export function HomePage({ session, workspaces }: { readonly session: Session; readonly workspaces: readonly Workspace[] }) {
  const places = [...workspaces, { path: '/', title: '名册公开查询', summary: '按名称、拼音或证号查找机构和鉴定人。' },
    { path: '/check', title: '资格核验', summary: '核验某鉴定人在某日是否具备某项资格，取得签名声明。' }];
  return (
    <>
      <PageTitle title="首页">{session.account.displayName}，您好</PageTitle>
      <section className="panel" aria-label="当前账号">
        <Facts items={[['用户名', session.account.username], ['角色', session.account.roleTitle], ['管辖地区', session.account.division && <DivisionName key="division" code={session.account.division} />]]} />
      </section>
      <ul className="places">
        {places.map(({ path, title, summary }) => <li key={path}><Link to={path}><strong>{title}</strong><span>{summary}</span></Link></li>)}
      </ul>
    </>
  );
}

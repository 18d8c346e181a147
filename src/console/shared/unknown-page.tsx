import { Link } from '../routing/router.js';
import { PageTitle } from './page-title.js';

export function UnknownPage() {
  return (
    <div className="public-width narrow">
      <PageTitle title="没有这个页面" />
      <p>请核对地址，或<Link to="/">返回名册查询</Link>。</p>
    </div>
  );
}

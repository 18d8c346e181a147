import { Spin } from 'antd';
import { lazy, Suspense, type ReactNode } from 'react';
import { PortalPage } from './portal/portal.page.js';
import { matchPath, useAddress } from './routing/router.js';
import { ErrorBoundary } from './shared/error-boundary.js';
import { PublicFrame } from './shared/public-frame.js';
import { UnknownPage } from './shared/unknown-page.js';

const InstitutionPage = lazy(() => import('./portal/institution.page.js'));
const AppraiserPage = lazy(() => import('./portal/appraiser.page.js'));
const CheckPage = lazy(() => import('./check/check.page.js'));
const ConsolePage = lazy(() => import('./session/console.page.js'));

/** Which page an address means. Every page but the portal itself is fetched when it is first opened. */
export function App() {
  const { pathname } = useAddress();
  if (pathname === '/console' || pathname.startsWith('/console/')) return <Waiting><ConsolePage /></Waiting>;
  return <PublicFrame><Waiting key={pathname}>{publicPage(pathname)}</Waiting></PublicFrame>;
}

function publicPage(pathname: string): ReactNode {
  if (pathname === '/') return <PortalPage />;
  if (matchPath('/check', pathname)) return <CheckPage />;
  const institution = matchPath('/institutions/:licenceNo', pathname);
  if (institution) return <InstitutionPage key={institution.licenceNo} licenceNo={institution.licenceNo} />;
  const appraiser = matchPath('/appraisers/:certificateNo', pathname);
  if (appraiser) return <AppraiserPage key={appraiser.certificateNo} certificateNo={appraiser.certificateNo} />;
  return <UnknownPage />;
}

function Waiting({ children }: { readonly children: ReactNode }) {
  return (
    <ErrorBoundary>
      <Suspense fallback={<div className="waiting" role="status" aria-label="正在载入"><Spin size="large" /></div>}>{children}</Suspense>
    </ErrorBoundary>
  );
}

import { Button } from 'antd';
import { Component, type ReactNode } from 'react';
import { PageTitle } from './page-title.js';

/** A page that cannot be shown says so and offers the way out; most often a new release has replaced its files. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="public-width narrow" role="alert">
        <PageTitle title="页面未能显示" />
        <p>可能是系统刚刚升级，或网络中断。请刷新页面；如仍不成功，请联系系统管理员。</p>
        <Button type="primary" onClick={() => window.location.reload()}>刷新页面</Button>
      </div>
    );
  }
}

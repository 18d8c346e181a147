import { useEffect, useRef, type ReactNode } from 'react';

/**
 * The heading of a page. On opening it names the browser's tab and takes the focus, so that a screen reader announces the new page.
 * @param quiet for the first page of a visit, where the focus belongs to the reader
 */
export function PageTitle({ title, quiet = false, children }: { readonly title: string; readonly quiet?: boolean; readonly children?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · 衡鉴`;
    if (!quiet) heading.current?.focus({ preventScroll: true });
  }, [title, quiet]);
  return <h1 ref={heading} tabIndex={-1} className="page-title">{children ?? title}</h1>;
}

/** The scales: beside the name in every header. */
export function Brand({ subtitle }: { readonly subtitle: string }) {
  return (
    <span className="brand">
      <svg viewBox="0 0 32 32" width="34" height="34" aria-hidden="true" focusable="false">
        <path d="M16 5v22M9 27h14M6 10h20M6 10l-4 9h8zM26 10l-4 9h8z" stroke="currentColor" strokeWidth="2" fill="none" strokeLinejoin="round" strokeLinecap="round" />
      </svg>
      <span className="brand-text"><strong>衡鉴</strong><small>{subtitle}</small></span>
    </span>
  );
}

import type { ReactNode } from 'react';

export type Fact = readonly [label: string, value: ReactNode];

/** Labelled values; those that are empty are left out. */
export function Facts({ items }: { readonly items: readonly Fact[] }) {
  const shown = items.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return <dl className="facts">{shown.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>;
}

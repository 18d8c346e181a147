import { TreeSelect } from 'antd';
import { useMemo } from 'react';
import { useRequest } from '../api/use-request.js';
import type { CategoryCatalogue } from '../api/types.js';
import { categoryCatalogue } from './reference.js';

interface Node { value: string; title: string; label: string; selectable: boolean; children: Node[] }

interface Props {
  readonly id?: string;
  readonly value?: string | null;
  readonly onChange?: (value: string | null) => void;
  readonly placeholder?: string;
}

/** Chooses a practice category from its tree; typing part of a name or a code narrows it. */
export function CategorySelect({ id, value, onChange, placeholder = '全部类别' }: Props) {
  const { data, loading, problem } = useRequest('categories', () => categoryCatalogue());
  const tree = useMemo(() => (data ? categoryTree(data) : []), [data]);
  return (
    <TreeSelect<string | null>
      {...(id === undefined ? {} : { id })} value={value || null} onChange={(next) => onChange?.(next ?? null)} treeData={tree} loading={loading} allowClear
      placeholder={problem ? '类别目录未能载入' : placeholder} className="fill" popupMatchSelectWidth={false} listHeight={360}
      treeNodeLabelProp="label" showSearch={{ filterTreeNode: (text, node) => `${String(node['title'])}${String(node['value'])}`.toLowerCase().includes(text.trim().toLowerCase()) }}
    />
  );
}

/** Class, group, item, sub-item in the order of the official documents. A class itself cannot be chosen. */
export function categoryTree({ items, documents }: CategoryCatalogue): Node[] {
  const classes = new Map<string, Node>();
  const nodes = new Map(items.map((item) => [item.code, { value: item.code, title: `${item.name}　${item.code}`, label: item.name, selectable: true, children: [] as Node[] }]));
  for (const item of items) {
    const node = nodes.get(item.code);
    if (!node) continue;
    const parent = item.parent === null ? undefined : nodes.get(item.parent);
    if (parent) parent.children.push(node);
    else classNode(classes, item.class, documents.find((document) => document.class === item.class)?.className ?? item.class).children.push(node);
  }
  return [...classes.values()];
}

function classNode(classes: Map<string, Node>, code: string, name: string): Node {
  const known = classes.get(code);
  if (known) return known;
  const node: Node = { value: `class:${code}`, title: name, label: name, selectable: false, children: [] };
  classes.set(code, node);
  return node;
}

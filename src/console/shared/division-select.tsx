import { TreeSelect } from 'antd';
import { useEffect, useState } from 'react';
import type { Division } from '../api/types.js';
import { divisions } from './reference.js';

interface Node { id: string; pId: string | null; value: string; title: string; isLeaf: boolean }

interface Props {
  readonly id?: string;
  readonly value?: string | null;
  readonly onChange?: (value: string | null) => void;
  readonly placeholder?: string;
  /** 2: provinces and cities; 3: districts as well. */
  readonly depth?: 2 | 3;
}

/** Chooses a province or city; the cities of a province are fetched when it is unfolded. */
export function DivisionSelect({ id, value, onChange, placeholder = '全部地区', depth = 2 }: Props) {
  const [nodes, setNodes] = useState<readonly Node[]>([]);
  const [failed, setFailed] = useState(false);
  const add = (list: readonly Division[], parent: string | null) =>
    setNodes((before) => [...before, ...list.filter((item) => !before.some((node) => node.id === item.code)).map((item) => toNode(item, parent, depth))]);

  useEffect(() => {
    const load = async () => {
      add(await divisions(null), null);
      // A city that came with the address needs its province's list to have a name.
      const province = value && !value.endsWith('0000') ? `${value.slice(0, 2)}0000` : null;
      if (province) add(await divisions(province), province);
    };
    load().then(() => setFailed(false), () => setFailed(true));
  }, [value]);

  return (
    <TreeSelect<string | null>
      {...(id === undefined ? {} : { id })} value={value || null} onChange={(next) => onChange?.(next ?? null)} allowClear className="fill"
      treeDataSimpleMode treeData={[...nodes]} placeholder={failed ? '地区目录未能载入' : placeholder} popupMatchSelectWidth={false} listHeight={360}
      showSearch={{ treeNodeFilterProp: 'title' }}
      loadData={async (node) => add(await divisions(String(node.value)), String(node.value))}
    />
  );
}

/** Institutions are registered by province and city; only accounts reach down to districts. */
function toNode(item: Division, parent: string | null, depth: 2 | 3): Node {
  return { id: item.code, pId: parent, value: item.code, title: item.name, isLeaf: item.level === 'county' || (item.level === 'prefecture' && depth === 2) };
}

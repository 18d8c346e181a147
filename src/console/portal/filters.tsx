import { Button, Select } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { useRequest } from '../api/use-request.js';
import { CategorySelect } from '../shared/category-select.js';
import { DayInput } from '../shared/day-input.js';
import { DivisionSelect } from '../shared/division-select.js';
import { dictionary } from '../shared/reference.js';
import { countFilters, type Search } from './search-state.js';

interface Props { readonly search: Search; readonly onChange: (changes: Partial<Search>) => void }

/** Filters of the public search. On a phone they fold away behind one button. */
export default function Filters({ search, onChange }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const count = countFilters(search);
  return (
    <section aria-label="筛选条件" className={open ? 'filters open' : 'filters'}>
      <Button className="filters-toggle" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        {open ? '收起筛选' : '筛选'}{count > 0 ? `（已选 ${count} 项）` : ''}
      </Button>
      <div id={id} className="filters-body">
        <Labelled text="执业类别">{(field) => <CategorySelect id={field} value={search.category} onChange={(category) => onChange({ category: category ?? '' })} />}</Labelled>
        <Labelled text="地区">{(field) => <DivisionSelect id={field} value={search.division} onChange={(division) => onChange({ division: division ?? '' })} />}</Labelled>
        {search.subject === 'institutions' && <Labelled text="状态">{(field) => <StatusSelect id={field} value={search.status} onChange={(status) => onChange({ status })} />}</Labelled>}
        <Labelled text="截至日期">{(field) => <DayInput id={field} value={search.asOf} onChange={(asOf) => onChange({ asOf })} />}</Labelled>
        {count > 0 && <Button type="link" className="filters-clear" onClick={() => onChange({ category: '', division: '', status: '', asOf: '' })}>清除筛选</Button>}
      </div>
    </section>
  );
}

function StatusSelect({ id, value, onChange }: { readonly id: string; readonly value: string; readonly onChange: (status: string) => void }) {
  const { data, problem } = useRequest('institution-status', () => dictionary('institution-status'));
  return <Select<string | null> id={id} allowClear className="fill" placeholder={problem ? '状态目录未能载入' : '全部状态'} value={value || null}
    options={(data ?? []).map((item) => ({ value: item.code, label: item.label }))} onChange={(status) => onChange(status ?? '')} />;
}

function Labelled({ text, children }: { readonly text: string; readonly children: (id: string) => ReactNode }) {
  const id = useId();
  return <div className="field"><label htmlFor={id}>{text}</label>{children(id)}</div>;
}

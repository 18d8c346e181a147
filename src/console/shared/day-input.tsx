import { Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { chineseDay } from './dates.js';

interface Props {
  readonly id?: string;
  /** `YYYY-MM-DD`, empty for none. */
  readonly value?: string;
  readonly max?: string;
  readonly size?: 'large';
  readonly onChange?: (day: string) => void;
}

/**
 * A day. The browser's own field: right on a phone, usable by keyboard, and its value is already `YYYY-MM-DD`.
 * A browser shows it in its own language's order, so the day is also read out below.
 * What is half typed counts as no day, and is left alone until it is a whole one.
 */
export function DayInput({ id, value = '', max = '2099-12-31', size, onChange }: Props) {
  const [draft, setDraft] = useState(value);
  const told = useRef(value);
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setDraft(value);
  }, [value]);
  return <><Input {...(id === undefined ? {} : { id })} {...(size === undefined ? {} : { size })} type="date" min="1990-01-01" max={max} value={draft} onChange={(event) => {
    setDraft(event.target.value);
    const day = event.target.validity.valid ? event.target.value : '';
    if (day === told.current) return;
    told.current = day;
    onChange?.(day);
  }} />
    {told.current !== '' && <small className="day-read">{chineseDay(told.current)}</small>}</>;
}

/** Days and instants as the office writes them, always Beijing time. */

const DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' });
const INSTANT = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false,
});

/** Today in Beijing, `YYYY-MM-DD`. */
export function today(): string {
  return DAY.format(new Date());
}

/** `2024-03-05` → `2024年3月5日`. */
export function chineseDay(day: string): string {
  const [year, month, date] = day.split('-');
  return `${Number(year)}年${Number(month)}月${Number(date)}日`;
}

export function periodText(from: string | null, to: string | null): string {
  if (from === null && to === null) return '—';
  return `${from ?? '…'} 至 ${to ?? '长期'}`;
}

export function instantText(instant: string | null): string {
  return instant === null ? '—' : INSTANT.format(new Date(instant));
}

import { Tag } from 'antd';

const COLOURS: Readonly<Record<string, string>> = {
  practising: 'success', suspended: 'warning', 'self-suspended': 'warning', 'not-assessed': 'warning', 'awaiting-transfer': 'warning', revoked: 'error',
};

/** The status of an institution or a person; the word says it, the colour only helps. */
export function StatusTag({ status, text }: { readonly status: string; readonly text: string }) {
  return <Tag color={COLOURS[status] ?? 'default'}>{text}</Tag>;
}

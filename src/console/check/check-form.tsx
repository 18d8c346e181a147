import { AutoComplete, Button, Form } from 'antd';
import { useEffect, useState } from 'react';
import { request } from '../api/client.js';
import { fieldMessage, type ApiProblem } from '../api/problem.js';
import type { AppraiserItem, Page } from '../api/types.js';
import { useRequest } from '../api/use-request.js';
import { CategorySelect } from '../shared/category-select.js';
import { DayInput } from '../shared/day-input.js';
import { StatusTag } from '../shared/status-tag.js';

export interface Question { readonly certificateNo: string; readonly category: string; readonly asOf: string }

interface Props {
  readonly question: Question;
  readonly busy: boolean;
  readonly problem: ApiProblem | null;
  readonly onAsk: (question: Question) => void;
}

/** Who, for what, on which day. */
export function CheckForm({ question, busy, problem, onAsk }: Props) {
  const [form] = Form.useForm<Question>();
  const { certificateNo, category, asOf } = question;
  useEffect(() => form.setFieldsValue({ certificateNo, category, asOf }), [form, certificateNo, category, asOf]);
  const refusal = (name: string) => {
    const message = fieldMessage(problem, name);
    return message === null ? {} : { validateStatus: 'error' as const, help: message };
  };
  return (
    <Form<Question> form={form} layout="vertical" className="panel check-form" initialValues={question} requiredMark={false}
      onFinish={(values) => onAsk({ certificateNo: values.certificateNo.trim(), category: values.category, asOf: values.asOf })}>
      <Form.Item name="certificateNo" label="司法鉴定人" className="check-who" extra="可输入姓名或拼音查找" rules={[{ required: true, whitespace: true, message: '请填写执业证号' }]} {...refusal('certificateNo')}>
        <AppraiserInput />
      </Form.Item>
      <Form.Item name="category" label="执业类别" className="check-what" rules={[{ required: true, message: '请选择执业类别' }]} {...refusal('category')}>
        <CategorySelect placeholder="选择或键入类别名称" />
      </Form.Item>
      <Form.Item name="asOf" label="日期" className="check-when" rules={[{ required: true, message: '请填写日期' }]} {...refusal('asOf')}>
        <DayInput />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy} className="check-go">核验</Button>
    </Form>
  );
}

interface InputProps { readonly id?: string; readonly value?: string; readonly onChange?: (value: string) => void }

/** A certificate number, found by whatever is known of the person. */
function AppraiserInput({ id, value, onChange }: InputProps) {
  const [term, setTerm] = useState('');
  const { data } = useRequest(term === '' ? null : `suggest ${term}`, async (signal) => {
    await pause(200, signal);
    return request<Page<AppraiserItem>>('/public/appraisers', { query: { q: term, limit: 8 }, anonymous: true, signal });
  });
  return (
    <AutoComplete
      {...(id === undefined ? {} : { id })} value={value ?? ''} onChange={(next: string) => onChange?.(next)} allowClear placeholder="姓名或执业证号"
      showSearch={{ onSearch: (text) => setTerm(text.trim().slice(0, 100)) }}
      options={(data?.items ?? []).flatMap((item) => (item.certificateNo === null ? [] : [{ value: item.certificateNo, label: `${item.name}，${item.institution?.name ?? '现无执业机构'}`, item }]))}
      optionRender={({ data: option }) => <Suggestion item={option.item as AppraiserItem} />}
    />
  );
}

function Suggestion({ item }: { readonly item: AppraiserItem }) {
  return <span className="suggestion"><b>{item.name}</b> <span className="number">{item.certificateNo}</span> <StatusTag status={item.status} text={item.statusText} />
    <small>{item.institution?.name ?? '现无执业机构'}</small></span>;
}

/** Waits until typing pauses; a newer key stroke aborts. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => { clearTimeout(timer); reject(signal.reason as Error); });
  });
}

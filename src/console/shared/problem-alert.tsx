import { Alert, Button } from 'antd';
import { adviceFor, fieldName, type ApiProblem } from '../api/problem.js';

const FIELD_LABELS: Readonly<Record<string, string>> = {
  q: '查询词', category: '执业类别', division: '地区', status: '状态', asOf: '日期', cursor: '分页', certificateNo: '执业证号', licenceNo: '许可证号',
  username: '用户名', password: '密码', currentPassword: '现密码', newPassword: '新密码', displayName: '姓名', role: '角色', divisionCode: '行政区划',
  institutionId: '所属机构', clientId: '客户端标识', name: '名称', scopes: '权限范围', file: '文件', year: '年度', mode: '方式', onError: '有误时',
  subjectKind: '对象', action: '操作',
};

/** Says what went wrong in words for the person in front of it, and offers to try again where that helps. */
export function ProblemAlert({ problem, onRetry }: { readonly problem: ApiProblem; readonly onRetry?: (() => void) | undefined }) {
  const advice = adviceFor(problem);
  return (
    <Alert
      type={problem.status === 429 ? 'warning' : 'error'} showIcon role="alert" title={problem.title}
      description={advice === null && problem.fields.length === 0 ? null : <>
        {advice === null ? null : <div>{advice}</div>}
        {problem.fields.length === 0 ? null : <ul className="problem-fields">
          {problem.fields.map((field) => <li key={field.pointer + field.message}>{FIELD_LABELS[fieldName(field)] ?? fieldName(field)}：{field.message}</li>)}
        </ul>}
      </>}
      action={onRetry && worthRetrying(problem) ? <Button size="small" onClick={onRetry}>重试</Button> : null}
    />
  );
}

/** What the person has to change first does not get better by asking again. */
function worthRetrying({ status }: ApiProblem): boolean {
  return status < 400 || status >= 500 || [401, 409, 412, 429].includes(status);
}

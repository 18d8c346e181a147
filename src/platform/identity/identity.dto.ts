import { BooleanField, ChoiceField, IdField, InstantField, IntegerField, ListField, Nullable, ObjectField, TextField, TextListField } from '../http/fields.js';

export class LoginBody {
  @TextField({ min: 1, max: 60, description: '用户名' }) username: string;
  @TextField({ min: 1, max: 200, description: '密码' }) password: string;
}

export class AccountView {
  @IdField() id: string;
  @TextField({ max: 60 }) username: string;
  @TextField({ max: 60 }) displayName: string;
  @TextField({ max: 40 }) role: string;
  @TextField({ max: 40, description: '角色的中文名称' }) roleTitle: string;
  @Nullable() @TextField({ max: 6, description: '行政区划代码' }) division: string | null;
  @Nullable() @IdField({ description: '所属司法鉴定机构' }) institution: string | null;
  @ChoiceField(['pending', 'active', 'disabled']) status: string;
  @Nullable() @InstantField() lockedUntil: string | null;
  @InstantField() createdAt: string;
  @TextField({ max: 60 }) createdBy: string;
  @IntegerField({ min: 1, max: 2_000_000_000 }) version: number;
}

export class SessionView {
  @TextField({ max: 100, description: '以 Authorization: Bearer 送回' }) token: string;
  @InstantField() expiresAt: string;
  @IntegerField({ min: 1, max: 100_000, description: '无操作多少分钟后失效' }) idleMinutes: number;
  @BooleanField({ description: '须先修改密码才能做其他操作' }) mustChangePassword: boolean;
  @TextListField({ max: 200, maxLength: 80, description: '本账号的权限，供页面决定显示哪些操作' }) permissions: string[];
  @ObjectField(() => AccountView) account: AccountView;
}

export class CurrentSessionView {
  @ChoiceField(['account', 'client']) kind: string;
  @TextField({ max: 60 }) name: string;
  @Nullable() @TextField({ max: 40 }) role: string | null;
  @TextListField({ max: 200, maxLength: 80 }) permissions: string[];
  @Nullable() @ObjectField(() => AccountView) account: AccountView | null;
}

export class PasswordChangeBody {
  @TextField({ min: 1, max: 200 }) currentPassword: string;
  @TextField({ min: 1, max: 200 }) newPassword: string;
}

export class NewAccountBody {
  @TextField({ max: 40, pattern: /^[a-z][a-z0-9._-]{2,39}$/, patternMessage: '以小写字母开头，3 到 40 个小写字母、数字或 . _ -' }) username: string;
  @TextField({ min: 1, max: 60 }) displayName: string;
  @TextField({ min: 1, max: 40 }) role: string;
  @TextField({ optional: true, max: 6, pattern: /^\d{6}$/, patternMessage: '须为六位行政区划代码' }) divisionCode?: string;
  @IdField({ optional: true }) institutionId?: string;
}

export class AccountWithPassword {
  @ObjectField(() => AccountView) account: AccountView;
  @Nullable() @TextField({ max: 100, description: '初始密码，只告知这一次' }) initialPassword: string | null;
}

export class AccountActBody {
  @ChoiceField(['authorise', 'disable', 'unlock', 'reset-password']) act: 'authorise' | 'disable' | 'unlock' | 'reset-password';
}

export class IdParams { @IdField() id: string }

export class ListQuery {
  @IntegerField({ optional: true, min: 1, max: 200, description: '每页条数，默认 50' }) limit?: number;
  @TextField({ optional: true, max: 1000, description: '上一页返回的 nextCursor' }) cursor?: string;
}

export class AccountsQuery extends ListQuery {
  @TextField({ optional: true, max: 40 }) role?: string;
  @ChoiceField(['pending', 'active', 'disabled'], { optional: true }) status?: string;
}

export class AccountPage {
  @ListField(() => AccountView) items: AccountView[];
  @Nullable() @TextField({ max: 1000 }) nextCursor: string | null;
}

export class OnlineSessionView {
  @IdField() id: string;
  @TextField({ max: 60 }) username: string;
  @TextField({ max: 60 }) displayName: string;
  @TextField({ max: 40 }) role: string;
  @InstantField() createdAt: string;
  @InstantField() lastSeenAt: string;
  @Nullable() @TextField({ max: 100 }) ip: string | null;
  @Nullable() @TextField({ max: 300 }) userAgent: string | null;
}

export class OnlineSessionPage {
  @ListField(() => OnlineSessionView) items: OnlineSessionView[];
  @Nullable() @TextField({ max: 1000 }) nextCursor: string | null;
}

export class LoginLogQuery extends ListQuery {
  @TextField({ optional: true, max: 60 }) username?: string;
  @ChoiceField(['success', 'wrong-password', 'unknown-account', 'locked', 'inactive', 'client-success', 'client-refused'], { optional: true }) outcome?: string;
}

export class LoginLogView {
  @IntegerField({ min: 1, max: Number.MAX_SAFE_INTEGER }) id: number;
  @InstantField() at: string;
  @TextField({ max: 60 }) username: string;
  @TextField({ max: 40 }) outcome: string;
  @Nullable() @TextField({ max: 100 }) ip: string | null;
  @Nullable() @TextField({ max: 300 }) userAgent: string | null;
}

export class LoginLogPage {
  @ListField(() => LoginLogView) items: LoginLogView[];
  @Nullable() @TextField({ max: 1000 }) nextCursor: string | null;
}

export class TokenBody {
  @TextField({ max: 40, description: '固定为 client_credentials' }) grant_type: string;
  @TextField({ optional: true, max: 500, description: '空格分隔；缺省为客户端所获全部权限范围' }) scope?: string;
  @TextField({ optional: true, max: 60, description: '也可以 HTTP Basic 认证送出' }) client_id?: string;
  @TextField({ optional: true, max: 200 }) client_secret?: string;
}

export class TokenView {
  @TextField({ max: 100 }) access_token: string;
  @ChoiceField(['Bearer']) token_type: string;
  @IntegerField({ min: 1, max: 1_000_000 }) expires_in: number;
  @TextField({ max: 500 }) scope: string;
}

export class RevokeTokenBody {
  @TextField({ max: 200 }) token: string;
  @TextField({ optional: true, max: 40 }) token_type_hint?: string;
  @TextField({ optional: true, max: 60 }) client_id?: string;
  @TextField({ optional: true, max: 200 }) client_secret?: string;
}

export class NewClientBody {
  @TextField({ max: 60, pattern: /^[a-z][a-z0-9-]{2,59}$/, patternMessage: '以小写字母开头，3 到 60 个小写字母、数字或 -' }) clientId: string;
  @TextField({ min: 1, max: 100 }) name: string;
  @TextListField({ min: 1, max: 20, maxLength: 60, description: '如 registry:read' }) scopes: string[];
}

export class ClientCredentialsView {
  @TextField({ max: 60 }) clientId: string;
  @Nullable() @TextField({ max: 100, description: '密钥，只告知这一次；重复提交时为 null' }) clientSecret: string | null;
}

export class ClientView {
  @TextField({ max: 60 }) clientId: string;
  @TextField({ max: 100 }) name: string;
  @TextListField({ max: 20, maxLength: 60 }) scopes: string[];
  @ChoiceField(['active', 'revoked']) status: string;
  @InstantField() createdAt: string;
  @TextField({ max: 60 }) createdBy: string;
  @Nullable() @InstantField() revokedAt: string | null;
  @IntegerField({ min: 1, max: 2_000_000_000 }) version: number;
}

export class ClientPage {
  @ListField(() => ClientView) items: ClientView[];
  @Nullable() @TextField({ max: 1000 }) nextCursor: string | null;
}

export class ClientParams { @TextField({ max: 60 }) clientId: string }

import { defineProblems } from '../problem.js';

export const identityProblems = defineProblems({
  'invalid-credentials': { status: 401, title: '用户名或密码错误' },
  'account-locked': { status: 423, title: '账号因多次输错密码已被锁定' },
  'account-inactive': { status: 403, title: '账号未启用或已停用' },
  'invalid-client': { status: 401, title: '客户端标识或密钥错误' },
  'invalid-scope': { status: 400, title: '申请的权限范围超出客户端所获授权' },
  'unsupported-grant-type': { status: 400, title: '只支持 client_credentials' },
  'weak-password': { status: 422, title: '密码不符合要求' },
  'username-taken': { status: 409, title: '用户名已被使用' },
  'own-account': { status: 409, title: '不得对自己创建的账号或本人账号进行该操作' },
});

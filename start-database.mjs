   import { startEmbeddedPostgres } from './dist/server/src/platform/database/embedded-server.js';
   const server = await startEmbeddedPostgres({ dataDir: '.data/postgres', logFile: '.data/postgres.log', onLog: console.log });
   console.log(server.url);
   process.once('SIGINT', () => server.stop().then(() => process.exit(0)));
   setInterval(() => {}, 60_000);
   EOF
   node start-database.mjs        # 显示地址；保持运行
   ```

4. 另一终端：`pg_restore -d '上面的地址' --no-owner --exit-on-error --single-transaction hengjian.dump`，然后 Ctrl-C 停止数据库，删去 `start-database.mjs`。
5. 照常启动，核验台账，确认无误后删除 `.data/postgres-old`。

## 密钥

`KEY_DIR` 中的文件，只许服务账户读（`chmod 600`，否则拒绝启动）：

| 文件 | 内容 | 丢失的后果 |
|---|---|---|
| `signing.pem` | SM2 签名私钥，未加密的 PKCS#8 | 不能再以同一把钥匙签名：换新钥匙即可继续；旧声明和台账仍可用旧公钥验证 |
| `public-keys.json` | 曾经签名的全部公钥及其起止时间 | 旧台账区块报 `block-key-unknown`，旧声明显示核验不通过，直到从备份恢复此文件。副本在 `DATA_DIR/public-keys.json` |
| `field.key` | 字段加密主密钥（SM4），每行 64 位十六进制；第一行用于加密，其余只用于解密 | **已加密的个人信息永远不能读出** |
| `digest.key` | 检索摘要密钥（HMAC-SM3），一行 64 位十六进制 | 已登记的证件号码不能再按号码查到，同号重复也不再能发现 |

**泄露**：`signing.pem` 泄露者可冒签声明和台账，立即更换并公告旧公钥停用时刻；`field.key` 加数据库等于明文；`digest.key` 加数据库可以逐号试出证件号码。

更换签名密钥（演练过）：停止所有进程 → 在 `KEY_DIR` 放入新的 `signing.pem`（权限 600）→ 启动。旧钥自动记为停用、公钥保留在 `GET /api/v1/public/keys`，旧声明照常验证；停用的钥匙放回来会被拒绝。
旧私钥销毁。更换字段密钥：把新的一行加在 `field.key` 最前，重启；旧行保留到全部旧密文改写为止（目前没有批量改写的命令）。`digest.key` 目前不能更换。

签名者在代码中是一个接口（`src/platform/crypto/sm2.ts` 的 `Signer`），密码机可以实现它；现在只有软件密钥。

## 日志与留存

日志是标准输出上的 JSON 行（pino），每行有时间、级别和 `requestId`；口令、令牌、电话、证件号等字段隐去，文字中的身份证号和手机号打码，不记查询参数。
网络安全法第二十一条要求网络日志留存不少于六个月：

```ini
# /etc/systemd/journald.conf.d/hengjian.conf
[Journal]
Storage=persistent
MaxRetentionSec=400day
SystemMaxUse=20G
```

并转送到独立的日志服务器。登录日志、台账、参数历史、出具过的声明在数据库里只增不减，数据库拒绝修改、删除和清空。任务执行记录留 400 天，后台任务 90 天，已投递消息 7 天，幂等键 24 小时。
内置数据库的日志 `.data/postgres.log` 满 20 MB 换到 `.1`，只留一份。

## 健康与指标

| 地址 | 用途 |
|---|---|
| `GET /healthz` | 进程活着（200），不碰数据库 |
| `GET /readyz` | 可以服务（200）或不可以（503：数据库不通、正在停止）；供负载均衡 |
| `GET /metrics` | Prometheus 文本，须 `metrics:read`（系统管理员） |

值得告警的：`hengjian_http_request_duration_seconds` 中 `status` 为 5xx 的增量；`hengjian_job_runs_total{outcome="failed"}`；
`hengjian_database_connections{state="waiting"}` 长时间大于 0；日志中的 `ledger entries vanished before they were sealed`（有人从数据库删了未封存的台账）；
`platform.ledger-seal` 超过几分钟没有成功。审计管理员每月核验一次整本台账。

## 其他数据库引擎

SQL 只用 PostgreSQL。移到兼容引擎（国产分布式库、Citus 等）之前须逐项确认：

| 用到的 | 在哪里 | 没有时 |
|---|---|---|
| `btree_gist` 与 `EXCLUDE USING gist` | `migrations/0010_reference.sql` `migrations/0011_calendar.sql` `migrations/0022_registry_guards.sql` | 重叠和重号只能由程序在串行事务中保证 |
| `daterange`、`tstzrange`、`range_agg`（14 起） | `migrations/0020_registry.sql` `migrations/0023_registry_coverage.sql` 和登记库的全部查询 | 无法替代 |
| plpgsql 触发器、转换表、延迟约束触发器 | `migrations/0001_foundation.sql` `migrations/0022_registry_guards.sql` `migrations/0023_registry_coverage.sql` | 只增不改和“类别不超出范围”不再由数据库保证 |
| 咨询锁 `pg_advisory_lock` | `src/platform/database/migrations.ts` `src/platform/ledger/ledger.repository.ts` `src/registry/import/import.repository.ts` | 换成锁表 |
| 二进制 `COPY … TO STDOUT` | `src/platform/ledger/entry-stream.ts` | 核验改为逐行编码，变慢 |
| `INSERT … ON CONFLICT`、`FOR UPDATE SKIP LOCKED`、`jsonb` | 任务、幂等、消息、设置 | 多数引擎都有 |
| ICU 排序 | 只是建库建议；名称按存储的拼音键（`COLLATE "C"`）排序 | 不影响 |
| 不支持 `REPEATABLE READ` 写登记库 | `migrations/0023_registry_coverage.sql` 主动拒绝 | 用 `READ COMMITTED`（默认）或 `SERIALIZABLE` |

## 尚未做的

如实列出，免得误会：

- 第二因素（TOTP）、OpenID Connect 登录、SM2 证书登录；口令不检查历史口令。
- 只读副本（`DATABASE_REPLICA_URLS`）、台账与大表按时间分区（表结构已留余地，见 `migrations/0003_ledger.sql`）。
- S3 兼容的文件存储（`src/platform/files/file-store.ts` 是接口，只有磁盘实现）；文件内容在磁盘上不加密。
- `/metrics` 只认系统管理员的会话令牌（至多 12 小时），没有供 Prometheus 长期使用的令牌；没有自带的告警。
- 台账检查点不自动导出，须由外部任务按日取走；台账条目写入后至多一分钟才封存。
- 消息投递（outbox）的登记、查看和重投已有，但还没有任何功能发送消息，也没有启动投递进程。
- 限流按进程计算，不跨进程。
- 建立最初管理员、更换密钥、改写密文没有专门的命令，按本页的步骤手工做。
- 密码机、时间戳服务、电子签章、国密 TLS 未接入。

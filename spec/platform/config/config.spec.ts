import { expect } from 'chai';
import { ConfigError, loadConfig } from '../../../src/platform/config/config.js';

describe('configuration', () => {
  const load = (env: Record<string, string>) => loadConfig(env, '/srv/hengjian');

  it('needs nothing for a demonstration', () => {
    expect(load({})).to.include({ mode: 'demo', port: 3000, databaseUrl: null, dataDir: '/srv/hengjian/.data', publicUrl: 'http://localhost:3000', keysAreExternal: false });
  });

  const production = { NODE_ENV: 'production', DATABASE_URL: 'postgres://a@b/c', KEY_DIR: '/etc/hengjian/keys', PUBLIC_URL: 'https://sfjd.example.gov.cn/' };

  it('takes production with a database, keys and an address of its own', () => {
    expect(load(production)).to.include({ mode: 'production', publicUrl: 'https://sfjd.example.gov.cn', keysAreExternal: true });
  });

  for (const missing of ['DATABASE_URL', 'KEY_DIR', 'PUBLIC_URL']) {
    it(`refuses production without ${missing}`, () => {
      const { [missing as 'KEY_DIR']: _, ...rest } = production;
      expect(() => load(rest)).to.throw(ConfigError, missing);
    });
  }

  for (const [name, value] of [['PORT', '70000'], ['PORT', 'x'], ['PORT', '1.5'], ['DATABASE_URL', 'mysql://x'], ['DATABASE_POOL_SIZE', '1'], ['TRUSTED_PROXIES', '-1']] as const) {
    it(`refuses ${name}=${value} by name`, () => {
      expect(() => load({ [name]: value })).to.throw(ConfigError, name);
    });
  }

  it('keeps a statement shorter than the request that waits for it', () => {
    expect(() => load({ STATEMENT_TIMEOUT_MS: '30000', REQUEST_TIMEOUT_MS: '30000' })).to.throw(ConfigError, 'STATEMENT_TIMEOUT_MS');
  });
});

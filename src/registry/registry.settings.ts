import { defineSetting, type Setting } from '../platform/settings/index.js';

export const issuerName = defineSetting({
  key: 'registry.issuerName', type: 'text', default: '广东省司法厅', min: 2, max: 60, title: '声明和名册的出具机关名称',
  source: '《国家司法鉴定人和司法鉴定机构名册》由省级司法行政机关编制（司发通〔2010〕84号）', confidence: 'seen',
});

export const minAppraisersPerItem = defineSetting({
  key: 'registry.minAppraisersPerItem', type: 'integer', default: 3, min: 1, max: 20, title: '每项司法鉴定业务的最少鉴定人数',
  source: '司法鉴定机构登记管理办法（95号）第十四条；广东省司法鉴定管理条例第十条', confidence: 'seen',
});

export const registrySettings: readonly Setting[] = [issuerName, minAppraisersPerItem];

import { defineSetting, type Setting } from '../../platform/settings/index.js';

export const rosterStatuses = defineSetting({
  key: 'registry.rosterStatuses', type: 'text-list', default: ['practising'], min: 1, max: 4,
  choices: ['practising', 'not-assessed', 'self-suspended', 'suspended'], title: '编入名册的执业状态',
  source: '停止执业的暂不编入名册，注销、撤销的移出名册并公告（山东省司法鉴定条例第四十三条）', confidence: 'seen',
});

export const rosterRemarks = defineSetting({
  key: 'registry.rosterRemarks', type: 'text-list', default: [], min: 0, max: 20, title: '名册编制说明的补充条目',
  source: '编制机关自行决定的说明事项（国家司法鉴定人和司法鉴定机构名册管理办法，司发通〔2010〕84号）', confidence: 'known',
});

export const rosterSettings: readonly Setting[] = [rosterStatuses, rosterRemarks];

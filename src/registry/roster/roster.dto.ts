import { CivilDateField, IntegerField, TextField } from '../../platform/http/fields.js';

const DIVISION = { max: 6, pattern: /^\d{6}$/, patternMessage: '须为六位行政区划代码', description: '行政区划代码，含其下级' };

export class RosterQuery {
  @TextField(DIVISION) division: string;
  @IntegerField({ min: 2000, max: 2999, description: '年度，数据截至该年 12 月 31 日；最晚为明年' }) year: number;
}

export class RosterTableQuery {
  @TextField(DIVISION) division: string;
  @CivilDateField({ optional: true, description: '哪一天的名册，缺省为今天' }) asOf?: string;
}

import { expect } from 'chai';
import fc from 'fast-check';
import { defineSetting, settingFault, SettingRegistry, type Setting } from '../../../src/platform/settings/index.js';

const common = { title: '参数', source: '测试', confidence: 'unsure' as const };

describe('settings', () => {
  it('of numbers take what lies within their bounds, the bounds included, and nothing else', () => {
    fc.assert(fc.property(fc.integer({ min: -50, max: 50 }), (value) => {
      const setting: Setting = { ...common, key: 'spec.count', type: 'integer', default: 0, min: -20, max: 20 };
      expect(settingFault(setting, value) === null).to.equal(value >= -20 && value <= 20);
    }));
    const ratio: Setting = { ...common, key: 'spec.ratio', type: 'decimal', default: 0.5, min: 0, max: 1 };
    expect(settingFault(ratio, 0.125)).to.equal(null);
    for (const value of [Number.NaN, Infinity, '0.5', null, undefined, 1.01]) expect(settingFault(ratio, value)).to.not.equal(null);
  });

  it('name what is wrong', () => {
    const count: Setting = { ...common, key: 'spec.count', type: 'integer', default: 3, min: 1, max: 20 };
    expect(settingFault(count, 21)).to.deep.equal({ code: 'out-of-range', message: '须在 1 与 20 之间' });
    expect(settingFault(count, 2.5)?.code).to.equal('integer-required');
    const text: Setting = { ...common, key: 'spec.text', type: 'text', default: '甲', min: 1, max: 3 };
    expect(settingFault(text, '𠮷𠮷𠮷')).to.equal(null);
    expect(settingFault(text, '甲\u0000')?.code).to.equal('control-character');
    expect(settingFault(text, '')?.code).to.equal('out-of-range');
    const choice: Setting = { ...common, key: 'spec.choice', type: 'choice', default: 'a', choices: ['a', 'b'] };
    expect(settingFault(choice, 'c')?.code).to.equal('not-a-choice');
    const list: Setting = { ...common, key: 'spec.list', type: 'text-list', default: ['甲'], min: 1, max: 2 };
    expect(settingFault(list, ['甲', '甲'])?.code).to.equal('duplicate');
    expect(settingFault(list, ['甲', 3])?.code).to.equal('text-required');
    expect(settingFault({ ...common, key: 'spec.on', type: 'boolean', default: true }, 'true')?.code).to.equal('boolean-required');
  });

  it('cannot be declared with a default outside their own bounds, with a malformed key or twice', () => {
    expect(() => defineSetting({ ...common, key: 'spec.count', type: 'integer', default: 0, min: 1, max: 20 })).to.throw(RangeError, 'spec.count');
    expect(() => defineSetting({ ...common, key: 'count', type: 'boolean', default: true })).to.throw(RangeError);
    const setting = defineSetting({ ...common, key: 'spec.on', type: 'boolean', default: true });
    expect(() => new SettingRegistry([setting, setting])).to.throw(RangeError, 'twice');
  });
});

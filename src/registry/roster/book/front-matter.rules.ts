import type { StyledRow } from '../../../platform/workbook/index.js';
import type { LeftOut } from '../roster.model.js';
import type { BookPlan } from './book-plan.rules.js';
import { heightOf, lineCount } from './print-height.rules.js';

/** What the cover and the notes say. */
export interface BookImprint {
  /** 广东省. */
  readonly divisionName: string;
  readonly year: number;
  /** Last day of the year. */
  readonly asOf: string;
  /** Day on which the book is made. */
  readonly finishedOn: string;
  readonly issuer: string;
  /** Where anybody can check what the book says. */
  readonly publicUrl: string;
  /** Further notes of the issuer. */
  readonly remarks: readonly string[];
}

export const BOOK_NAME = '国家司法鉴定人和司法鉴定机构名册';
const NOTE_POINTS = 11;

/** 国家司法鉴定人和司法鉴定机构名册（广东省 2025年度）. */
export function bookTitle(imprint: Pick<BookImprint, 'divisionName' | 'year'>): string {
  return `${BOOK_NAME}（${imprint.divisionName} ${imprint.year}年度）`;
}

/** 司发通〔2010〕84号: the cover shows region and year. */
export function coverRows(imprint: BookImprint): StyledRow[] {
  const space = (height: number): StyledRow => ({ style: 'note', cells: [''], merged: true, height });
  const line = (text: string): StyledRow => ({ style: 'title', cells: [text], merged: true, height: 36 });
  return [
    space(150),
    { style: 'cover', cells: [BOOK_NAME], merged: true, height: 56 },
    { style: 'cover', cells: [`（${imprint.divisionName} ${imprint.year}年度）`], merged: true, height: 56 },
    space(250),
    line(`编制单位：${imprint.issuer}`),
    line(`数据截止：${chineseDate(imprint.asOf)}`),
    line(`编制完成：${chineseDate(imprint.finishedOn)}`),
  ];
}

/** 编制说明: legal basis, who is listed and who is not, how to read and to verify. */
export function noteRows(imprint: BookImprint, plan: BookPlan, leftOut: LeftOut, columnUnits: number): StyledRow[] {
  const day = chineseDate(imprint.asOf);
  const notes = [
    '本名册依据《全国人民代表大会常务委员会关于司法鉴定管理问题的决定》《司法鉴定机构登记管理办法》（司法部令第95号）、《司法鉴定人登记管理办法》（司法部令第96号）和《国家司法鉴定人和司法鉴定机构名册管理办法》（司发通〔2010〕84号）编制，分纸质版和电子版，是委托司法鉴定的依据。',
    `本名册数据截止${day}，按编制完成之日（${chineseDate(imprint.finishedOn)}）登记库所载编制。${imprint.finishedOn < imprint.asOf ? '数据截止日尚未届至，本册为预编本，以届至后编制的为准。' : ''}`,
    `本名册编入${imprint.divisionName}司法鉴定机构（含备案的侦查机关所属鉴定机构）${plan.institutions.length}家，司法鉴定人${plan.appraisers}人。编入的机构当日许可证或备案在有效期内并正常执业，编入的鉴定人当日执业证在有效期内、在该机构执业并正常执业。`,
    `处于停业处罚、停业整改等状态的机构暂不编入，截至当日共${leftOut.suspended}家；已注销、撤销登记或被吊销许可证的机构移出名册，${imprint.year}年度共${leftOut.removed}家，另行公告。鉴定人亦同。`,
    '侦查机关根据侦查工作需要设立的鉴定机构经备案登记后编入第二部分以下，不得面向社会接受委托从事司法鉴定业务；涉密的机构不编入。',
    '各部分按行政区划代码顺序分地市排列，同一地市的机构按名称拼音排列，机构内鉴定人按姓名拼音排列。机构名称前为本册统一编号，目录和索引均以该编号指示；“所在行”为其在“机构与鉴定人”表中的行号。',
    '业务范围和执业类别只写大类名称的，包括该大类的全部项目；大类后括号内为准予执业的项目。',
    `机构和鉴定人的登记事项以登记机关最新登记为准，可登录 ${imprint.publicUrl} 按名称、姓名、许可证号或执业证号核验任一日期的执业资格。`,
    ...imprint.remarks,
  ];
  return notes.map((note, index): StyledRow => {
    const text = `${index + 1}．${note}`;
    return { style: 'note', cells: [text], merged: true, height: heightOf(lineCount(text, columnUnits, NOTE_POINTS), NOTE_POINTS) + 6 };
  });
}

/** 2025年12月31日. */
export function chineseDate(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

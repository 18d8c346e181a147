import { BooleanField, ChoiceField, CivilDateField, IntegerField, ListField, Nullable, TextField } from '../platform/http/fields.js';

export class CategoryView {
  @TextField({ max: 12, description: '类别代码：大类-编号' }) code: string;
  @TextField({ max: 100 }) name: string;
  @Nullable() @TextField({ max: 12 }) parent: string | null;
  @TextField({ max: 2, description: '大类：FY 法医、WZ 物证、SX 声像资料、HJ 环境损害、QT 其他' }) class: string;
  @IntegerField({ min: 1, max: 3 }) level: number;
  @ChoiceField(['seen', 'known', 'unsure'], { description: '代码与名称的可靠程度' }) confidence: string;
}

export class CategoryDocumentView {
  @TextField({ max: 20 }) id: string;
  @TextField({ max: 2 }) class: string;
  @TextField({ max: 40 }) className: string;
  @TextField({ max: 200 }) title: string;
  @TextField({ max: 100, description: '文号' }) number: string;
  @CivilDateField() issuedOn: string;
}

export class CategoryList {
  @ListField(() => CategoryView) items: CategoryView[];
  @ListField(() => CategoryDocumentView) documents: CategoryDocumentView[];
}

export class DivisionsQuery {
  @TextField({ optional: true, max: 6, pattern: /^\d{6}$/, patternMessage: '须为六位行政区划代码', description: '上级代码；缺省为各省级行政区' }) parent?: string;
}

export class DivisionView {
  @TextField({ max: 6 }) code: string;
  @TextField({ max: 60 }) name: string;
  @Nullable() @TextField({ max: 6 }) parent: string | null;
  @ChoiceField(['province', 'prefecture', 'county']) level: string;
  @BooleanField({ description: '是否为现行区划' }) current: boolean;
}

export class DivisionList { @ListField(() => DivisionView) items: DivisionView[] }

export class DictionaryItemView {
  @TextField({ max: 40 }) code: string;
  @TextField({ max: 100 }) label: string;
  @TextField({ max: 100 }) labelEn: string;
}

export class DictionaryView {
  @TextField({ max: 60 }) code: string;
  @ListField(() => DictionaryItemView) items: DictionaryItemView[];
}

export class DictionaryList { @ListField(() => DictionaryView) items: DictionaryView[] }

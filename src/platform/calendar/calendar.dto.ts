import { BooleanField, ChoiceField, CivilDateField, IntegerField, ListField, TextField } from '../http/fields.js';

export class DueQuery {
  @CivilDateField({ description: '起算日，当日不计入' }) from: string;
  @IntegerField({ min: 0, max: 2000, description: '工作日数' }) workingDays: number;
}

export class DueView {
  @CivilDateField({ description: '届满日' }) due: string;
  @BooleanField({ description: '期间跨入放假安排尚未公布的年份，届满日待公布后确定' }) provisional: boolean;
}

export class OverrideBody {
  @CivilDateField() day: string;
  @ChoiceField(['holiday', 'workday']) kind: 'holiday' | 'workday';
  @TextField({ min: 1, max: 60, description: '名称，如“国庆节”“调休上班”' }) name: string;
  @TextField({ min: 1, max: 200, description: '依据的通知及文号' }) source: string;
}

export class OverrideView extends OverrideBody {
  @TextField({ max: 60 }) recordedBy: string;
}

export class CalendarYearBody {
  @IntegerField({ min: 1949, max: 9999 }) year: number;
  @BooleanField({ description: '该年安排是否已完整掌握' }) covered: boolean;
  @TextField({ min: 1, max: 200 }) source: string;
}

export class CoveredYear { @IntegerField({ min: 1949, max: 9999 }) year: number }

export class CalendarView {
  @ListField(() => CoveredYear, { description: '已掌握放假安排的年份' }) years: CoveredYear[];
  @ListField(() => OverrideView) overrides: OverrideView[];
}

export class DayParams { @CivilDateField() day: string }

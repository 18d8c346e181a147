const MAX_LENGTH = 31;

/** Names that Excel accepts for sheets: at most 31 characters, none of `[]:*?/\'`, unique without regard to case. */
export class SheetNames {
  private readonly taken = new Set<string>();

  next(wanted: string): string {
    const base = wanted.replace(/[[\]:*?/\\']/g, ' ').replace(/\s+/g, ' ').trim().slice(0, MAX_LENGTH) || '工作表';
    for (let copy = 1; ; copy += 1) {
      const suffix = copy === 1 ? '' : `(${copy})`;
      const name = base.slice(0, MAX_LENGTH - suffix.length) + suffix;
      if (this.taken.has(name.toLowerCase())) continue;
      this.taken.add(name.toLowerCase());
      return name;
    }
  }
}

/** A change that no test can notice, because the room does the same with it. */
export interface Equivalent {
  readonly file: string;
  /** The line as it stands, so that it may move. */
  readonly line: string;
  /** As the report has it. */
  readonly change: string;
  readonly why: string;
}

export const EQUIVALENTS: readonly Equivalent[] = [];

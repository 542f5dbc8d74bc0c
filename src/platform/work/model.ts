/** What is owed, as rooms open it and screens list it. */
import type { Post } from '../room.ts';

export interface NewWork {
  /** `room.what`: `records.correct-load`. */
  readonly kind: string;
  /** A key of the message catalogues (`room:key`) and its values: ids and counts, never what a record holds. */
  readonly title: { readonly key: string; readonly values?: Readonly<Record<string, unknown>> };
  /** Numeric id of the body that owes it. */
  readonly body: number;
  readonly post: Post;
  /** YYYY-MM-DD, and the edition of the calendar that gave it (`WorkingCalendar.edition`). */
  readonly due?: { readonly day: string; readonly calendar: string } | null;
  /** A path of the web where it is done. */
  readonly link: string;
  /** What it is about, by id or name: with kind, body and post it is owed once. */
  readonly subject: string;
  readonly now: Date;
}

export interface Closing {
  readonly kind: string;
  readonly subject: string;
  /** Only what this body owes; default every body. */
  readonly body?: number;
  /** Account id, or `system`. */
  readonly by: string;
  /** `withdrawn`: it is owed no longer, although nobody did it. Default `done`. */
  readonly as?: 'done' | 'withdrawn';
  readonly now: Date;
}

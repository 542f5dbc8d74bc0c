/** Long work as its runner sees it. */

export interface JobSpec {
  /** `room.what`: `records.load`. */
  readonly kind: string;
  /** What it is about, by id or name. One of a kind runs about a subject at a time. */
  readonly subject: string;
  readonly body: number | null;
  /** Account id. */
  readonly actor: string;
}

export interface Progress {
  readonly done: number;
  /** Null when nobody knows beforehand. */
  readonly total: number | null;
  readonly phase?: string;
}

export interface RunningJob<S> {
  readonly id: string;
  /** What `save` kept before the job was interrupted; undefined on a fresh start. */
  readonly saved: S | undefined;
  /** Aborted when somebody asked to stop, or when the job was taken over by another process. */
  readonly signal: AbortSignal;
  /** Cheap: it is written with the next heartbeat. */
  progress(progress: Progress): void;
  /** Keeps a place to go on from. Durable when it resolves. */
  save(state: S): Promise<void>;
}

export class AlreadyRunningError extends Error {
  override name = 'AlreadyRunningError';
}

/** Thrown out of `runJob` when the work stopped because it was asked to. */
export class CancelledError extends Error {
  override name = 'CancelledError';
}

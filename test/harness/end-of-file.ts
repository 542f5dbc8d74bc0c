/**
 * What ends with a file of tests. Files of a run share what they import, so that a hook said where a module begins would
 * be the first file's only; and a hook said within a test is never called. `after-file.ts` says it for every file.
 */
type Ending = () => PromiseLike<void> | void;

const endings: Ending[] = [];

/** Call it anywhere: the last one said is the first to be done. */
export function atEndOfFile(ending: Ending): void {
  endings.push(ending);
}

export async function endFile(): Promise<void> {
  for (const ending of endings.splice(0).reverse()) await ending();
}

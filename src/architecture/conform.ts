/** Whether a flow keeps the rules of the architecture: platform first, dictionary's fields, an agreement. Pure. */

export interface FlowFacts {
  readonly route: 'platform' | 'direct';
  readonly mode: 'api' | 'feed' | 'file' | 'manual';
  /** Whether the data set's fields are those of the dictionary. */
  readonly mapped: boolean;
  readonly agreement: string | null;
  /** ISO day on which a direct link must end. */
  readonly ends: string | null;
}

/** What it breaks, in the order in which it should be mended. */
export function breaksOf(flow: FlowFacts, today: string): string[] {
  const breaks: string[] = [];
  if (!flow.mapped) breaks.push('unmapped');
  if (flow.agreement === null) breaks.push('no-agreement');
  if (flow.route === 'direct' && (flow.ends === null || flow.ends < today)) breaks.push('direct-ended');
  if (flow.mode === 'manual') breaks.push('manual');
  return breaks;
}

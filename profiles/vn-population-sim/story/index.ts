/** The residents this node holds: the same invented people that the trial edition's story finds at the source. */
import { tellStory as tellDemo, type StoryLoad } from '../../vn-demo/story/index.ts';

/** One load, in the name of the body that keeps the register. */
export function tellStory(): { readonly loads: readonly StoryLoad[] } {
  const residents = tellDemo().loads.filter((load) => load.register === 'dan-cu');
  return { loads: residents.map((load) => ({ ...load, body: 'DC' })) };
}

/** Nobody uploads a file here. */
export const writeStoryFiles = (): Promise<string[]> => Promise.resolve([]);

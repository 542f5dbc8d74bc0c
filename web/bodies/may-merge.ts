/** Whether the reader merges bodies at all: which ones, the node says when it is planned. */
import { useSession } from '../session.tsx';
import { useMay } from '../ui/may.ts';

export function useMayMerge(): boolean {
  const { me } = useSession();
  return useMay('bodies.merge', me?.body?.code).allowed;
}

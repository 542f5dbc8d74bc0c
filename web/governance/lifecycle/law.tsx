/** A legal basis by its name, with its citation apart: laws are cited in their own language and direction. */
import { Soft } from '../../ui/values.tsx';
import { useLifecycleWords } from './use-lifecycle-words.ts';

interface LawProps {
  readonly basis: { readonly names: Readonly<Record<string, string>>; readonly citation: string | null };
}

export function Law({ basis }: LawProps) {
  const { say } = useLifecycleWords();
  return (
    <>
      {say(basis.names)}
      {basis.citation !== null && (
        <Soft>
          {' · '}
          <bdi>{basis.citation}</bdi>
        </Soft>
      )}
    </>
  );
}

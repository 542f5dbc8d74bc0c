/** A problem of a long page: brought into view, because the button that caused it may stand far from it. */
import { useEffect, useRef } from 'react';
import { ProblemNotice } from '../ui/notice.tsx';

export function ShownProblem({ error }: { readonly error: unknown }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error) place.current?.scrollIntoView({ block: 'center' });
  }, [error]);
  if (!error) return null;
  return (
    <div ref={place}>
      <ProblemNotice error={error} />
    </div>
  );
}

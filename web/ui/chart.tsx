/** Charts are fetched when one is shown. Every chart has the same figures as a table beside it or in its description. */
import { lazy, Suspense } from 'react';
import { Loading } from './states.tsx';
import type { ChartProps } from './chart-canvas.tsx';

const Canvas = lazy(() => import('./chart-canvas.tsx'));

export function Chart(props: ChartProps) {
  return (
    <Suspense fallback={<Loading shape="card" />}>
      <Canvas {...props} />
    </Suspense>
  );
}

/** A page about one thing, which has its title from the first moment: its address until its name has come. */
import type { ReactNode } from 'react';
import { Page, type Crumb } from './page.tsx';
import { Loaded } from './states.tsx';

interface LoadedPageProps<T> {
  readonly query: { readonly data: T | undefined; readonly error: Error | null; readonly refetch: () => unknown };
  /** What the page is called as long as nothing has come. */
  readonly title: string;
  readonly crumbs?: readonly Crumb[];
  readonly children: (data: T) => ReactNode;
}

export function LoadedPage<T>({ query, title, crumbs = [], children }: LoadedPageProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  return (
    <Page title={title} crumbs={crumbs}>
      <Loaded query={query} shape="page">
        {children}
      </Loaded>
    </Page>
  );
}

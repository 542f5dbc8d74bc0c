/** Small hooks the kit shares. */
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';

/** State that outlives the visit, on this device only: column choices, never data. */
export function useKept<T>(name: string, initial: T): [T, (value: T) => void] {
  const key = `artery.${name}`;
  const [value, setValue] = useState<T>(() => {
    try {
      const kept = localStorage.getItem(key);
      return kept === null ? initial : (JSON.parse(kept) as T);
    } catch {
      return initial;
    }
  });
  const keep = useCallback(
    (next: T) => {
      setValue(next);
      localStorage.setItem(key, JSON.stringify(next));
    },
    [key],
  );
  return [value, keep];
}

const printMedia = () => matchMedia('print');

/** True while the page is being printed: virtual lists then show every row. */
export function usePrinting(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = printMedia();
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => printMedia().matches,
  );
}

/** The value after it has been still for a while: for searching while typing. */
export function useSettled<T>(value: T, milliseconds = 200): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}

export type View = Readonly<Record<string, string>>;

/** A page's settings live in its address, so that a view can be saved and sent: `const [view, show] = useView({ state: '' })`. */
export function useView<V extends View>(defaults: V): [V, (change: Partial<V>) => void] {
  const search = useSearch({ strict: false }) as View;
  const navigate = useNavigate();
  const view = Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [name, search[name] === undefined ? value : String(search[name])]),
  ) as V;
  const show = (change: Partial<V>) => {
    const next = { ...search, ...change } as Record<string, string | undefined>;
    const kept = Object.entries(next).filter(
      ([name, value]) => value !== undefined && value !== (defaults[name] ?? ''),
    );
    void navigate({ to: '.', search: Object.fromEntries(kept) as never, replace: true });
  };
  return [view, show];
}

/** A `$name` of the address (routes.tsx). */
export function useAddressPart(name: string): string {
  const params = useParams({ strict: false }) as Readonly<Record<string, string | undefined>>;
  return params[name] ?? '';
}

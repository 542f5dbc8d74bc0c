/** The keyboard's way through defects: j and k move, e mends at the source, c contests, a takes on, x chooses. */
import { useEffect, useRef } from 'react';

export interface DefectActs {
  readonly mend: (id: string) => void;
  readonly contest: (id: string) => void;
  readonly claim: (id: string) => void;
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    /^(textarea|select)$/i.test(target.tagName) ||
    (target instanceof HTMLInputElement && target.type !== 'checkbox'));

const rows = () => [...document.querySelectorAll<HTMLElement>('[data-defect]')];
const here = () => {
  const row = document.activeElement?.closest('tr, [data-panel]');
  return rows().findIndex((one) => row?.contains(one));
};

function move(by: 1 | -1): void {
  const [all, at] = [rows(), here()];
  const next = at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1);
  all[next]?.querySelector<HTMLElement>('a')?.focus();
}

/** What a key does to the defect that has the focus. */
function act(key: string, { mend, contest, claim }: DefectActs): void {
  const current = rows()[here()];
  const id = current?.dataset['defect'];
  if (!current || id === undefined) return;
  const choose = () => current.closest('tr')?.querySelector<HTMLInputElement>('input[type="checkbox"]')?.click();
  const acts: Readonly<Record<string, () => void>> = {
    x: choose,
    e: () => mend(id),
    c: () => contest(id),
    a: () => claim(id),
  };
  acts[key]?.();
}

export function useDefectKeys(acts: DefectActs): void {
  const latest = useRef(acts);
  useEffect(() => {
    latest.current = acts;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.querySelector('[role="dialog"]')) return;
      if (event.key === 'j' || event.key === 'k') {
        move(event.key === 'j' ? 1 : -1);
        event.preventDefault();
      } else act(event.key, latest.current);
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}

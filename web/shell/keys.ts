/** Keys that work everywhere: Ctrl or ⌘ with K for the palette, ? for the list of keys, g then a letter to go. */
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { paths } from '../paths.ts';

/** Letters after `g`. */
export const goTo: Readonly<Record<string, { readonly word: string; readonly to: string }>> = {
  h: { word: 'menu.home', to: paths.home() },
  w: { word: 'menu.work', to: paths.work() },
  s: { word: 'menu.strategy', to: paths.strategy() },
  d: { word: 'menu.dictionary', to: paths.dictionary() },
  r: { word: 'menu.registers', to: paths.registers() },
  a: { word: 'menu.audit', to: paths.audit() },
  b: { word: 'menu.bodies', to: paths.bodies() },
};

interface Acts {
  readonly palette: () => void;
  readonly keys: () => void;
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));

export function useKeys(acts: Acts): void {
  const navigate = useNavigate();
  const latest = useRef(acts);
  useEffect(() => {
    latest.current = acts;
  });
  useEffect(() => {
    let goAt = 0;
    const listen = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        latest.current.palette();
        return;
      }
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      const place = event.timeStamp - goAt < 1200 ? goTo[event.key] : undefined;
      if (place) void navigate({ to: place.to });
      else if (event.key === '?') latest.current.keys();
      else if (event.key === '/') {
        event.preventDefault();
        latest.current.palette();
      }
      goAt = event.key === 'g' ? event.timeStamp : 0;
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [navigate]);
}

/** A link inside the web: takes an address made by paths.ts. */
import { Link } from '@tanstack/react-router';
import { forwardRef, type AnchorHTMLAttributes, type ReactNode } from 'react';
import styles from './to.module.css';

interface ToProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  readonly to: string;
  /** A whole row or card is the link: no underline, inherits its colour. */
  readonly plain?: boolean;
  /** Addresses differ by their settings only: the link is open when these are the same too. */
  readonly byView?: boolean;
  readonly children?: ReactNode;
}

/** Splits `?a=b` off, because the router keeps path and search apart. */
export function addressParts(to: string): { to: string; search: Record<string, string> } {
  const [path = '/', query = ''] = to.split('?');
  return { to: path, search: Object.fromEntries(new URLSearchParams(query)) };
}

export const To = forwardRef<HTMLAnchorElement, ToProps>(function To(
  { to, plain = false, byView = false, className, ...rest },
  ref,
) {
  // Inside a kit component (`<Button component={To}>`) the kit dresses the link.
  const dressed = className?.includes('mantine-') ?? false;
  const look = dressed ? undefined : plain ? styles.plain : styles.link;
  // Only the very page is `aria-current`; a menu says for itself which entry is open.
  const link = {
    activeOptions: { exact: true, includeSearch: byView },
    ...addressParts(to),
    ...rest,
    className: [look, className].filter(Boolean).join(' '),
  };
  return <Link ref={ref} {...(link as { to: string })} />;
});

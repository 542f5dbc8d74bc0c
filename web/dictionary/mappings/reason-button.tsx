/** A button that is off says why, to those who point at it and to those who hear the page. */
import { Button, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';

interface ReasonButtonProps {
  readonly icon?: ReactNode;
  readonly quiet?: boolean;
  readonly busy: boolean;
  readonly allowed: boolean;
  /** Why it is off; undefined while it is on. */
  readonly reason: string | undefined;
  readonly onAct: () => void;
  readonly children: ReactNode;
}

export function ReasonButton({ icon, quiet = false, busy, allowed, reason, onAct, children }: ReasonButtonProps) {
  const isOff = !allowed || reason !== undefined;
  return (
    <Tooltip label={reason} disabled={reason === undefined} multiline maw={360}>
      <Button
        variant={quiet ? 'default' : 'filled'}
        leftSection={icon}
        loading={busy}
        aria-disabled={isOff}
        aria-description={reason}
        {...(isOff && { 'data-disabled': true })}
        onClick={() => !isOff && onAct()}
      >
        {children}
      </Button>
    </Tooltip>
  );
}

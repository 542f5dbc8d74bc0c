/** A button that says why it is off: hovered, focused, or read out. */
import { Button, Tooltip, type ButtonProps } from '@mantine/core';
import { useId, type MouseEvent, type ReactNode } from 'react';
import type { May } from './may.ts';

interface OffButtonProps extends Omit<ButtonProps, 'onClick'> {
  readonly may: May;
  /** Left out where the button, when it is on, is another one: a link, or one that asks first. */
  readonly onClick?: () => void;
  readonly children: ReactNode;
}

/** Stays in the tab order when it is off, because a disabled element can neither be focused nor explain itself. */
export function OffButton({ may, onClick, children, ...rest }: OffButtonProps) {
  const id = useId();
  const act = (event: MouseEvent) => {
    event.preventDefault();
    if (may.allowed) onClick?.();
  };
  return (
    <>
      <Tooltip label={may.reason ?? ''} disabled={!may.reason} events={{ hover: true, focus: true, touch: true }}>
        <Button
          {...rest}
          onClick={act}
          aria-disabled={!may.allowed}
          {...(may.allowed ? {} : { 'data-disabled': true })}
          {...(may.reason ? { 'aria-describedby': id } : {})}
        >
          {children}
        </Button>
      </Tooltip>
      {may.reason && (
        <span id={id} className="visually-hidden">
          {may.reason}
        </span>
      )}
    </>
  );
}

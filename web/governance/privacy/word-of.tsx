/** A paper of privacy as Word, under its own number. */
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface WordOfProps {
  readonly address: string;
  readonly code: string;
  readonly children: ReactNode;
}

export function WordOf({ address, code, children }: WordOfProps) {
  return (
    <Button
      component="a"
      variant="default"
      href={address}
      download={`${code}.docx`}
      leftSection={<IconDownload size={17} />}
    >
      {children}
    </Button>
  );
}

/** The steps of a dossier: contents to write, and the one act that is chosen. */
import { Button, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { PartText } from '../../../src/governance/privacy/contract.ts';
import { FormEnd } from '../../ui/form.tsx';
import { Panel, Stack } from '../../ui/page.tsx';
import { usePrivacyWords } from './use-privacy-words.ts';

interface WriteProps {
  readonly parts: readonly PartText[];
  readonly pending: boolean;
  readonly onSave: (contents: Record<string, string>) => void;
  /** Above the button: what went wrong. */
  readonly children: ReactNode;
}

/** Contents, each under its name, saved together. */
export function WriteContents({ parts, pending, onSave, children }: WriteProps) {
  const { t, say } = usePrivacyWords();
  const [contents, setContents] = useState(() => Object.fromEntries(parts.map(({ code, text }) => [code, text])));
  return (
    <Panel title={t('guard.contents')}>
      <Stack>
        {parts.map(({ code, names, hint }) => (
          <Textarea
            key={code}
            label={say(names)}
            description={hint && say(hint)}
            rows={3}
            maxLength={4000}
            value={contents[code] ?? ''}
            onChange={(event) => setContents({ ...contents, [code]: event.currentTarget.value })}
          />
        ))}
        {children}
        <FormEnd>
          <Button variant="default" loading={pending} onClick={() => onSave(contents)}>
            {t('guard.assessmentActs.write')}
          </Button>
        </FormEnd>
      </Stack>
    </Panel>
  );
}

/** Takes a change back as a whole: first says how much, and what was changed again since and would be left as it is. */
import { Button, type ButtonProps } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';
import { getChange, undoChange, type UndoResult } from '../../src/records/contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { Confirm } from '../ui/confirm.tsx';
import { formatNumber } from '../ui/format.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { Loaded } from '../ui/states.tsx';

interface UndoButtonProps {
  readonly changeSet: number;
  readonly label?: string;
  readonly size?: ButtonProps['size'];
  /** The record on the page goes with it: it is not asked for again. */
  readonly takesRecord?: boolean;
  readonly onUndone?: (result: UndoResult) => void;
}

const lists = ['records.listRecords', 'records.listBodyRecords', 'records.listLoads', 'records.getLoad'];

export function UndoButton({ changeSet, label, size = 'sm', takesRecord = false, onUndone }: UndoButtonProps) {
  const { t, language } = useWords('web-registers');
  const counted = (key: string, count: number) => t(key, { count, number: formatNumber(count, language) });
  const [asked, setAsked] = useState(false);
  const change = useEndpoint(getChange, { params: { changeSet } }, { when: asked });
  const undo = useCommand(undoChange, {
    refreshes: [...(takesRecord ? lists : ['records']), 'registers', 'exchange', 'quality', 'strategy', 'work'],
    onDone: (result) => {
      notifications.show({ message: counted('undo.done', result.ended + result.restored + result.revived) });
      onUndone?.(result);
    },
  });
  const act = label ?? t('undo.act');
  const leaves = (change.data?.dependents.count ?? 0) > 0;
  return (
    <Confirm
      title={act}
      danger
      act={act}
      words={
        <>
          <Loaded query={change} shape="lines">
            {({ rowsNew, rowsChanged, rowsEnded, dependents, remaining }) => (
              <>
                <p>{counted('undo.words', remaining)}</p>
                <ul>
                  {rowsNew > 0 && <li>{counted('undo.new', rowsNew)}</li>}
                  {rowsChanged > 0 && <li>{counted('undo.changed', rowsChanged)}</li>}
                  {rowsEnded > 0 && <li>{counted('undo.ended', rowsEnded)}</li>}
                </ul>
                {dependents.count > 0 && <p>{counted('undo.left', dependents.count)}</p>}
              </>
            )}
          </Loaded>
          <ProblemNotice error={undo.error} />
        </>
      }
      onAct={() => undo.mutateAsync({ params: { changeSet }, body: leaves ? { leaveDependents: true } : {} })}
    >
      {(open) => (
        <Button
          variant="default"
          size={size}
          leftSection={<IconArrowBackUp size={17} className="flip-in-rtl" />}
          onClick={() => {
            setAsked(true);
            open();
          }}
        >
          {act}
        </Button>
      )}
    </Confirm>
  );
}

/** From one edition of a list to the one before or after: the day is the picker's, the steps are the days of change. */
import { ActionIcon, Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { compareCodeEditions, listCodeEditions } from '../../src/dictionary/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths, withView } from '../paths.ts';
import { DayInput } from '../ui/day-input.tsx';
import { formatDay, today } from '../ui/format.ts';
import { Row } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';
import { dayBefore } from './days.ts';

interface EditionStepsProps {
  readonly list: string;
  readonly on: string;
  readonly onDay: (day: string) => void;
}

export function EditionSteps({ list, on, onDay }: EditionStepsProps) {
  const { t } = useWords('web-codes');
  const editions = useEndpoint(listCodeEditions, { params: { list }, query: { limit: 200 } }, { keep: true });
  const days = (editions.data?.items ?? []).flatMap(({ day }) => day ?? []);
  const begins = days.find((day) => day <= on);
  const next = days.findLast((day) => day > on);
  const last = begins === undefined ? null : dayBefore(begins);
  const now = today(new Date());
  return (
    <>
      <Row>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('web-codes:editions.before')}
          disabled={last === null}
          onClick={() => last !== null && onDay(last)}
        >
          <IconChevronLeft size={17} className="flip-in-rtl" />
        </ActionIcon>
        <DayInput aria={t('web:codeList.on')} value={on} onChange={(day) => onDay(day || now)} width={160} />
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('web-codes:editions.after')}
          disabled={next === undefined}
          onClick={() => next !== undefined && onDay(next)}
        >
          <IconChevronRight size={17} className="flip-in-rtl" />
        </ActionIcon>
        <Button variant="subtle" size="compact-md" disabled={on === now} onClick={() => onDay(now)}>
          {t('web-codes:editions.today')}
        </Button>
      </Row>
      {begins !== undefined && <WhatChanged list={list} day={begins} />}
    </>
  );
}

/** How many codes changed on the day on which this edition began, and the way to them. */
function WhatChanged({ list, day }: { readonly list: string; readonly day: string }) {
  const { t } = useWords('web-codes');
  const from = dayBefore(day) ?? day;
  const answer = useEndpoint(
    compareCodeEditions,
    { params: { list }, query: { from, to: day, limit: 1 } },
    { keep: true },
  );
  const count = Object.values(answer.data?.counts ?? {}).reduce((sum, one) => sum + one, 0);
  return (
    <div data-testid="edition">
      {t('web-codes:editions.since', { day: formatDay(day) })}
      {count > 0 && (
        <>
          {' · '}
          <To to={withView(paths.codeChanges(list), { from, to: day })}>
            {t('web-codes:editions.changed', { count })}
          </To>
        </>
      )}
    </div>
  );
}

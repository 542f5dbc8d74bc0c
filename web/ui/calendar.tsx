/** The calendar behind `DayInput`; a chunk of its own. */
import { DatePicker, DatesProvider } from '@mantine/dates';
import '@mantine/dates/styles.layer.css';
import 'dayjs/locale/ar';
import 'dayjs/locale/vi';
import { useWords } from '../i18n.ts';
import { today } from './format.ts';

interface CalendarProps {
  readonly value: string;
  readonly onPick: (day: string) => void;
}

export default function Calendar({ value, onPick }: CalendarProps) {
  const { language, t } = useWords();
  return (
    <DatesProvider settings={{ locale: language, firstDayOfWeek: 1 }}>
      <DatePicker
        hideOutsideDates
        value={value || null}
        defaultDate={value || today(new Date())}
        onChange={(day) => day && onPick(day)}
        ariaLabels={{
          nextMonth: t('web:day.nextMonth'),
          previousMonth: t('web:day.previousMonth'),
          nextYear: t('web:day.nextYear'),
          previousYear: t('web:day.previousYear'),
        }}
      />
    </DatesProvider>
  );
}

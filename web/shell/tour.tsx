/** The tour of the demo: who to be, where to go, what to do, and what should change. It stays beside the work. */
import { ActionIcon, Button } from '@mantine/core';
import {
  IconArrowLeft,
  IconArrowRight,
  IconChevronDown,
  IconChevronUp,
  IconEye,
  IconUserShare,
  IconX,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useWords } from '../i18n.ts';
import { useSession } from '../session.tsx';
import { useKept } from '../ui/hooks.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { addressParts } from '../ui/to.tsx';
import styles from './tour.module.css';

/** One station as the catalogue `tour` tells it. */
interface Station {
  /** Account name to enter as. */
  readonly who: string;
  /** Where it happens. */
  readonly where: string;
  readonly title: string;
  readonly do: string;
  readonly expect: string;
}

export default function Tour({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords('tour');
  const [at, setAt] = useKept('tour.station', 0);
  const [folded, setFolded] = useState(false);
  const stations = t('tour:stations', { returnObjects: true }) as unknown as readonly Station[];
  const count = Array.isArray(stations) ? stations.length : 0;
  const index = Math.min(at, count - 1);
  const station = count > 0 ? stations[index] : undefined;
  if (!station) return null;
  return (
    <aside className={styles.tour} aria-label={t('web:tour.open')} data-no-print>
      <div className={styles.head}>
        <span className={styles.step}>{t('web:tour.step', { number: index + 1, count })}</span>
        <div className={styles.headButtons}>
          <ActionIcon
            aria-label={t(folded ? 'web:tour.unfold' : 'web:tour.fold')}
            aria-expanded={!folded}
            onClick={() => setFolded(!folded)}
          >
            {folded ? <IconChevronUp size={18} /> : <IconChevronDown size={18} />}
          </ActionIcon>
          <ActionIcon aria-label={t('web:action.close')} onClick={onClose}>
            <IconX size={18} />
          </ActionIcon>
        </div>
      </div>
      <h2 className={styles.title}>{station.title}</h2>
      {!folded && (
        <>
          <p className={styles.words}>{station.do}</p>
          <div className={styles.expect}>
            <IconEye size={18} aria-hidden />
            <div>
              <div className={styles.expectHead}>{t('web:tour.expect')}</div>
              {station.expect}
            </div>
          </div>
          <EnterThere station={station} />
          <div className={styles.foot}>
            <Button
              variant="default"
              disabled={index === 0}
              leftSection={<IconArrowLeft size={16} className="flip-in-rtl" />}
              onClick={() => setAt(index - 1)}
            >
              {t('web:tour.back')}
            </Button>
            <Button
              variant="light"
              disabled={index === count - 1}
              rightSection={<IconArrowRight size={16} className="flip-in-rtl" />}
              onClick={() => setAt(index + 1)}
            >
              {t('web:tour.next')}
            </Button>
          </div>
        </>
      )}
    </aside>
  );
}

/** One press: become who the station is about, and stand where it happens. */
function EnterThere({ station }: { readonly station: Station }) {
  const { t } = useWords();
  const { session, me, enterAs } = useSession();
  const navigate = useNavigate();
  const [error, setError] = useState<unknown>();
  const person = session.enterAs.find(({ name }) => name === station.who);
  const isMe = person?.account === me?.account;
  const go = async () => {
    try {
      setError(undefined);
      if (person && !isMe) await enterAs(person.account);
      await navigate(addressParts(station.where));
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <>
      <ProblemNotice error={error} />
      <Button fullWidth leftSection={<IconUserShare size={17} />} onClick={() => void go()}>
        {person && !isMe ? t('web:tour.goAs', { name: person.displayName }) : t('web:tour.go')}
      </Button>
    </>
  );
}

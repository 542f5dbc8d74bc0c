/** The list behind "?". */
import { Kbd, Modal } from '@mantine/core';
import { useWords } from '../i18n.ts';
import { FactList } from '../ui/fact-list.tsx';
import { goTo } from './keys.ts';

const key = (...keys: readonly string[]) => (
  <bdi dir="ltr">
    {keys.map((name, i) => (
      <span key={name}>
        {i > 0 && ' '}
        <Kbd>{name}</Kbd>
      </span>
    ))}
  </bdi>
);

export default function KeyboardHelp({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('web:keys.title')}
      closeButtonProps={{ 'aria-label': t('web:action.close') }}
    >
      <FactList
        facts={[
          [key('Ctrl', 'K'), t('web:keys.palette')],
          [key('/'), t('web:keys.search')],
          [key('?'), t('web:keys.help')],
          ...Object.entries(goTo).map(
            ([letter, { word }]) => [key('g', letter), t('web:keys.go', { place: t(`web:${word}`) })] as const,
          ),
          [key('↑', '↓'), t('web:keys.walk')],
          [key('Esc'), t('web:keys.close')],
        ]}
      />
    </Modal>
  );
}

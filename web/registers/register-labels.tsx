/** How a register may be shared and how sensitive it is, in words. */
import { useWords } from '../i18n.ts';
import { Tag, type Tone } from '../ui/verdict.tsx';

const tones: Readonly<Record<string, Tone>> = { sensitive: 'warn', basic: 'info', open: 'good', shared: 'info' };
const order = ['sharing', 'importance', 'personal'] as const;

export function RegisterLabels({ labels }: { readonly labels: Readonly<Record<string, string>> }) {
  const { t } = useWords();
  return (
    <>
      {order.flatMap((name) => {
        const value = labels[name];
        if (!value || (name === 'personal' && value === 'none')) return [];
        return [
          <Tag key={name} tone={tones[value] ?? 'quiet'}>
            {t(`web:label.${name}.${value}`)}
          </Tag>,
        ];
      })}
    </>
  );
}

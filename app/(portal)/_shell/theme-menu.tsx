'use client';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { Menu } from '@/app/_ui/menu';

type Theme = 'light' | 'dark' | 'system';

const current = (): Theme => {
  const { classList } = document.documentElement;
  if (classList.contains('dark')) return 'dark';
  return classList.contains('light') ? 'light' : 'system';
};

const watch = (changed: () => void) => {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['class'] });
  return () => observer.disconnect();
};

/** The root layout reads this cookie, so that the next page arrives in the right colours. */
const choose = (theme: Theme) => {
  document.documentElement.classList.remove('light', 'dark');
  if (theme !== 'system') document.documentElement.classList.add(theme);
  document.cookie =
    theme === 'system'
      ? 'theme=; path=/; max-age=0; samesite=lax'
      : `theme=${theme}; path=/; max-age=31536000; samesite=lax`;
};

const themes = [
  { key: 'light', label: 'Light', icon: <Sun /> },
  { key: 'dark', label: 'Dark', icon: <Moon /> },
  { key: 'system', label: 'As the system', icon: <Monitor /> },
] as const;

export function ThemeMenu() {
  const theme = useSyncExternalStore(watch, current, (): Theme => 'system');
  return (
    <Menu
      label="Theme"
      icon={themes.find(({ key }) => key === theme)?.icon}
      iconOnly
      variant="ghost"
      items={themes.map(({ key, label, icon }) => ({
        label,
        icon,
        checked: key === theme,
        onSelect: () => choose(key),
      }))}
    />
  );
}

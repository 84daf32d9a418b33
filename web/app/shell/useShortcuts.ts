import { useHotkeys } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { paths } from '../paths';
import { useKeys } from '../ui/useKeys';
import { openPalette, openSheet } from './palette';

/** The keys that work on every page. */
export function useShortcuts() {
  const navigate = useNavigate();
  useHotkeys([['mod+K', openPalette]], []);
  useKeys({
    'g i': () => navigate(paths.issues()),
    'g p': () => navigate(paths.projects()),
    '?': openSheet,
  });
}

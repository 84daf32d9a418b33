import { useHotkeys } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { paths } from '../paths';
import { openPalette } from './palette';

/** The keys that work on every page. */
export function useShortcuts() {
  const navigate = useNavigate();
  useHotkeys([['mod+K', openPalette, { preventDefault: true }]], []);
  useHotkeys([['alt+I', () => navigate(paths.issues())]]);
}

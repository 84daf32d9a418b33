/** Where to go after signing in: a path of this app, never another site and never a page for guests. */
export function safeNext(next: string | undefined): string {
  if (!next?.startsWith('/') || next.startsWith('//') || next.includes('\\')) return '/';
  const path = next.split(/[?#]/, 1)[0];
  return path === '/sign-in' || path === '/sign-in/callback' || path === '/setup' ? '/' : next;
}

export const MAX_SLUG = 50;

/** What is wrong with a slug, or null: the rules of the server, said while typing. */
export function slugProblem(slug: string): string | null {
  if (slug === '') return 'Enter a slug.';
  if (slug.length > MAX_SLUG) return `Use at most ${MAX_SLUG} characters.`;
  if (!/^[a-z0-9-]+$/.test(slug)) return 'Use lower case letters, digits and hyphens.';
  if (/^-|-$|--/.test(slug)) return 'Use single hyphens, and none at the ends.';
  if (/^\d+$/.test(slug)) return 'Use at least one letter: a number would be taken for an id.';
  return null;
}

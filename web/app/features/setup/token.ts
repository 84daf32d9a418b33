/** The token in what was pasted: the whole link, its end, or the token itself. */
export function tokenIn(pasted: string): string {
  const text = pasted.trim();
  const inLink = /[?&]token=([^&#\s]+)/.exec(text)?.[1];
  return inLink ? decodeURIComponent(inLink) : /^[\w.-]+$/.test(text) ? text : '';
}

/** The mark: a bell with its clapper. It takes the colour of the text around it. */
export function Bell({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <path
        d="M10.6 4.1a1.4 1.4 0 1 1 2.8 0c3 .6 4.9 3.1 5.1 6.6l.2 3.1c.1 1.2.5 2.1 1.3 2.9l.5.5c.4.4.1 1.1-.5 1.1H4c-.6 0-.9-.7-.5-1.1l.5-.5c.8-.8 1.2-1.7 1.3-2.9l.2-3.1c.2-3.5 2.1-6 5.1-6.6Z"
        fill="currentColor"
      />
      <path d="M9.3 19.8h5.4a2.7 2.7 0 0 1-5.4 0Z" fill="currentColor" />
      <path d="M6.6 15.3h10.8" stroke="var(--bell-band, var(--surface))" strokeWidth="1.3" />
    </svg>
  );
}

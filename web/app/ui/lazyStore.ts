/** A counter that anyone may raise and components may follow: "open that". */
export function lazyStore() {
  let count = 0;
  const followers = new Set<() => void>();
  return {
    raise() {
      count += 1;
      for (const changed of followers) changed();
    },
    follow(changed: () => void) {
      followers.add(changed);
      return () => {
        followers.delete(changed);
      };
    },
    count: () => count,
  };
}

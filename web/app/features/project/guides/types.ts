/** What a guide needs to know about the key it writes snippets for. */
export type Connection = {
  dsn: string;
  publicKey: string;
  projectId: string;
  /** Scheme, host and path prefix, without a trailing slash. */
  baseUrl: string;
  host: string;
  secure: boolean;
  /** True when only programs on the same machine can reach the server. */
  local: boolean;
};

/** One block of text to copy; `file` says where it belongs. */
export type Snippet = { file?: string; code: string };

export type SectionId = 'install' | 'configure' | 'verify' | 'release' | 'tunnel' | 'more';

/** One step of a guide, in the order the reader does them. */
export type Section = { id: SectionId; title: string; text?: string; snippets: Snippet[] };

export type GuideGroup = 'Browser' | 'Server' | 'Mobile and desktop' | 'Anything else';

/** How one runtime sends its errors here. */
export type Guide = {
  /** Stored as the project's platform, so it never changes. */
  id: string;
  name: string;
  group: GuideGroup;
  /** Other words people type when they look for it. */
  words: string[];
  /** What gets installed, shown under the name. */
  sdk: string;
  sections: (c: Connection) => Section[];
  notes: (c: Connection) => string[];
};

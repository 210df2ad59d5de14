import type { GlassFinding, GlassKind } from '#contracts';

export const GLASS_KIND_WORDS: Record<GlassKind, string> = {
  emergency: 'An emergency: they may come to harm',
  covering: 'I cover for their ward',
  asked: 'They, or somebody who cares for them, asked me',
  other: 'Another reason',
};

/** The same of a restricted record of one's own ward. */
export const RESTRICTED_KIND_WORDS: Record<GlassKind, string> = {
  ...GLASS_KIND_WORDS,
  covering: 'I look after them now, such as by having their alert',
};

export const GLASS_FINDING_WORDS: Record<GlassFinding, string> = {
  appropriate: 'It was right',
  'not-appropriate': 'It was not right',
};

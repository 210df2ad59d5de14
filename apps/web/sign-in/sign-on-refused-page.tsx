import { SIGN_ON_REFUSALS, type SignOnRefusal } from '#contracts';
import { NoticePage } from '../page/notice-page.tsx';

interface Words {
  heading: string;
  what: string;
}

const WORDS: Readonly<Record<SignOnRefusal, Words>> = {
  'no-role': {
    heading: 'You have no role in Homeward',
    what:
      'Your organisation’s account is known, and nothing in it says that you work on a ward here. Ask your administrator ' +
      'to give you a role. If you have more than one, sign in again and choose the one for the ward.',
  },
  'switched-off': {
    heading: 'Your account is switched off in Homeward',
    what: 'Ask your administrator. Signing in again does not change it.',
  },
  cancelled: { heading: 'You did not sign in', what: 'Nothing has changed. You can sign in again.' },
  'too-late': {
    heading: 'Sign in again',
    what: 'That took longer than ten minutes, or it was begun in another browser. Nothing has changed.',
  },
  unreachable: {
    heading: 'Your organisation’s account cannot be reached',
    what: 'Try again in a minute. If you have a password for Homeward you can sign in with it.',
  },
  failed: {
    heading: 'You could not be signed in',
    what: 'What your organisation’s account answered did not hold. Sign in again. If it happens twice, tell your administrator.',
  },
};

/** Why somebody came back from the organisation's account without being let in, and what they can do. */
export default function SignOnRefusedPage() {
  const asked = new URLSearchParams(location.search).get('why');
  return <SignOnRefused why={SIGN_ON_REFUSALS.find((one) => one === asked) ?? 'failed'} />;
}

export function SignOnRefused({ why }: { why: SignOnRefusal }) {
  const { heading, what } = WORDS[why];
  return (
    <NoticePage heading={heading}>
      <p>{what}</p>
      <p>
        <a href="/">Go to the sign-in page</a>
      </p>
    </NoticePage>
  );
}

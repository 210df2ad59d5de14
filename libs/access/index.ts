export { ROUTE_AUDIT } from './audited.ts';
export { extentOf, type Extent } from './extents.ts';
export { changePinOf, newHomeTablet, openSealed, unlockTablet, whoseProof } from './home-tablets.ts';
export { hashPassword } from './passwords.ts';
export {
  mayEmit,
  ROUTE_PERMISSIONS,
  SOCKET_PERMISSIONS,
  THROUGH_GLASS,
  WHILE_RESTRICTED,
  type Who,
} from './permissions.ts';
export { fromSameSite, guardRoutes, personOf, readerOf, referrerOf, senderOf } from './route-guard.ts';
export {
  BROWSER_COOKIE,
  BROWSER_KNOWN_DAYS,
  changePassword,
  isStillThem,
  proveWho,
  openWallScreen,
  recover,
  SESSION_COOKIE,
  signIn,
  signInByCode,
  signOut,
  signOutElsewhere,
  tokenHash,
  wallSeenSince,
  whereSignedIn,
  whoseSession,
  type SignInOutcome,
} from './sessions.ts';
export {
  beginSettingUp,
  confirmSettingUp,
  passesSecondFactor,
  sealUnderTheKey,
  type SecondFactorTerms,
} from './second-factor.ts';
export { giveAddressBack, giveSignInTryBack, takeAddressTry, takeGlassTry, type From } from './sign-in-tries.ts';
export { newSpokenCode, readSpokenCode, spokenCodeHash } from './spoken-codes.ts';
export {
  certificateAsKept,
  keyHash,
  keyPrefix,
  newKey,
  SourceKeys,
  type Identified,
  type KnownSource,
  type Referrer,
} from './source-keys.ts';
export { signWebhook, webhookKeyId, webhookSecret } from './webhook-secret.ts';
export { endByLogoutToken, signInVouchedFor, signOutThereToo } from './sign-on-session.ts';
export { SIGN_ON_WITHIN_MS, SingleSignOn } from './single-sign-on.ts';

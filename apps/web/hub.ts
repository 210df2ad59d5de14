import type {
  Admitted,
  BedChange,
  BedChanged,
  ReferralAdmission,
  ReferralDecision,
  ReferralReceived,
  ReferralTerms,
  StayEnd,
  StayEnded,
  AfterDischarge,
  DischargeEndpointDraft,
  DischargeEndpoints,
  DischargeEndpointSecret,
  DischargeLetter,
  DischargeSummaryDraft,
  DischargeSummaryView,
  DayPlan,
  KitDraft,
  KitMove,
  ReferralSheet,
  ReferralSheetRead,
  WardKits,
  WardTransfer,
  WardTransferred,
  WardBeds,
  LevelChange,
  LevelChanged,
  WardReadiness,
  AccessGiven,
  AccessTerms,
  AcceptTimesDraft,
  AcceptTimesView,
  AlertDeliveries,
  AlertHistory,
  AlertPlace,
  AlertRouteDraft,
  AlertRouteVersion,
  AlertRouteView,
  AlertVersion,
  AreaTerms,
  Arm,
  Attachment,
  AuditPage,
  AuditPeople,
  AuditQuestion,
  AuditVerified,
  CapGrowth,
  CareHomeList,
  CarerChange,
  CarerDraft,
  CarerKeys,
  Colleague,
  ConcernList,
  ConcernOutcome,
  ConcernReceived,
  ConcernSent,
  ContactDraft,
  ContactView,
  DeliveryView,
  Dismissal,
  GivenKey,
  GlassDraft,
  GlassReview,
  GlassReviews,
  OpenGlass,
  OpenGlasses,
  RetentionDecision,
  RetentionView,
  Handover,
  HomeCarers,
  HomePhones,
  KeyRotation,
  NewKeyTerms,
  MyStay,
  NoteDraft,
  NoteWritten,
  OwnPinChange,
  OwnSessions,
  PartnerCodeGiven,
  PartnerCodeList,
  OnwardTransfer,
  OnwardTransfers,
  PartnerCodeTerms,
  TransferDraft,
  TransferSheet,
  Photo,
  Photos,
  PhotoSentInput,
  PasswordChange,
  PilotView,
  PlanChange,
  PlanChanged,
  StayReplay,
  ReviewDraft,
  ReviewKept,
  RoundList,
  CareChange,
  CareChanged,
  CareDraft,
  CareOfStay,
  WardTasks,
  Problem,
  PushSubscriptionDraft,
  ReadingSetInput,
  Recovery,
  RecoveryGiven,
  RepeatDraft,
  ResidentSbards,
  Residents,
  RestrictedGlassDraft,
  RestrictionView,
  RestrictionWish,
  SharingChoiceDraft,
  SharingChoices,
  RoomsChange,
  RoundDecided,
  RoundDecisionDraft,
  RoundSheet,
  Sbard,
  Sbards,
  SbardSent,
  SealedForHub,
  SecondFactorBegun,
  SecondFactorView,
  SettledReadings,
  SignedIn,
  SignedOff,
  SignOnBegun,
  SignOnOffer,
  SourceDetail,
  SourceList,
  SourceTerms,
  SpO2ScaleOrdered,
  SpO2ScaleOrderDraft,
  SpareCodes,
  StaffAccounts,
  StayAccess,
  StayAlerts,
  StayHead,
  StayIdentity,
  StayReadings,
  StayNotes,
  StayPlanView,
  StayTimeline,
  StoredReading,
  TabletLock,
  UnmatchedList,
  WallScreens,
  WallScreenTerms,
  WardBurden,
  WardSummary,
  Way,
  WebhookDelivery,
  WebhookDraft,
  WebhookSecret,
  WebhookView,
} from '#contracts';

/** What came of asking the hub. A refusal is an answer like any other: it never throws. */
export type Answer<T> =
  | { readonly kind: 'done'; readonly body: T }
  | { readonly kind: 'signed-out'; readonly problem: Problem | null }
  | { readonly kind: 'refused'; readonly status: number; readonly problem: Problem | null }
  | { readonly kind: 'unreachable' };

async function ask<T>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: object | Blob,
): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: {
        accept: 'application/json',
        ...(body ? { 'content-type': body instanceof Blob ? body.type : 'application/json' } : {}),
      },
      ...(body ? { body: body instanceof Blob ? body : JSON.stringify(body) } : {}),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(15_000),
    });
  } catch {
    return { kind: 'unreachable' };
  }
  const said: unknown = await response.json().catch(() => null);
  if (response.ok) return { kind: 'done', body: said as T };
  const problem = isProblem(said) ? said : null;
  if (response.status === 401) return { kind: 'signed-out', problem };
  return { kind: 'refused', status: response.status, problem };
}

const isProblem = (said: unknown): said is Problem =>
  typeof said === 'object' && said !== null && 'title' in said && typeof said.title === 'string';

const id = encodeURIComponent;
const dischargeEndpointsOf = (wardId: string): string => `/api/wards/${id(wardId)}/discharge-endpoints`;
const webhooksOf = (wardId: string): string => `/api/wards/${id(wardId)}/webhooks`;

const ofStay = (admissionId: string, what: string): string => `/api/admissions/${id(admissionId)}/${what}`;

/** What is done to alerts, as the address of it says. */
type AlertDeed = 'acceptance' | 'rejection' | 'pause' | 'hand-over' | 'take-over' | 'resolution';

/** Alerts of one patient as they stood on the screen: what is done to the first is done to the others with it, or to none. */
export type SeenAlerts = readonly [SeenAlert, ...SeenAlert[]];
interface SeenAlert {
  readonly id: string;
  readonly version: number;
}

function seen([{ version }, ...others]: SeenAlerts): object {
  return {
    version,
    ...(others.length > 0 && { also: others.map(({ id: also, version: its }) => ({ id: also, version: its })) }),
  };
}

/** Which day of a stay, or which moment; null: now. */
export type ReplayWish = { readonly day: string } | { readonly at: string } | null;

export const hub = {
  roundList: (wardId: string) => ask<RoundList>('GET', `/api/wards/${id(wardId)}/round-list`),
  review: (admissionId: string, draft: ReviewDraft) => ask<ReviewKept>('POST', ofStay(admissionId, 'reviews'), draft),
  care: (admissionId: string) => ask<CareOfStay>('GET', ofStay(admissionId, 'care')),
  addCare: (admissionId: string, draft: CareDraft) => ask<CareChanged>('POST', ofStay(admissionId, 'care'), draft),
  changeCare: (admissionId: string, entryId: string, change: CareChange) =>
    ask<CareChanged>('PUT', `${ofStay(admissionId, 'care')}/${id(entryId)}`, change),
  tasks: (wardId: string) => ask<WardTasks>('GET', `/api/wards/${id(wardId)}/tasks`),
  replay: (admissionId: string, wish: ReplayWish) =>
    ask<StayReplay>(
      'GET',
      `${ofStay(admissionId, 'replay')}${wish === null ? '' : `?${new URLSearchParams(wish).toString()}`}`,
    ),
  whoIsSignedIn: () => ask<SignedIn>('GET', '/api/session'),
  signOut: () => ask<unknown>('DELETE', '/api/session'),
  signOnOffer: () => ask<SignOnOffer>('GET', '/api/session/sign-on'),
  beginSignOn: () => ask<SignOnBegun>('POST', '/api/session/sign-on'),
  signOutThereToo: () => ask<SignedOff>('DELETE', '/api/session/sign-on'),
  signIn: (username: string, password: string, secondFactor: string | null) =>
    ask<SignedIn>('POST', '/api/session', { username, password, ...(secondFactor === null ? {} : { secondFactor }) }),
  wards: () => ask<WardSummary[]>('GET', '/api/wards'),
  residents: (homeId: string) => ask<Residents>('GET', `/api/homes/${id(homeId)}/residents`),
  changeRooms: (homeId: string, rooms: RoomsChange) => ask<unknown>('PUT', `/api/homes/${id(homeId)}/rooms`, rooms),
  carers: (homeId: string) => ask<HomeCarers>('GET', `/api/homes/${id(homeId)}/carers`),
  addCarer: (homeId: string, draft: CarerDraft) => ask<unknown>('POST', `/api/homes/${id(homeId)}/carers`, draft),
  changeCarer: (homeId: string, carerId: string, change: CarerChange) =>
    ask<unknown>('PUT', `/api/homes/${id(homeId)}/carers/${id(carerId)}`, change),
  changeTabletLock: (homeId: string, lock: TabletLock) =>
    ask<unknown>('PUT', `/api/homes/${id(homeId)}/tablet-lock`, lock),
  unlockTablet: (homeId: string, carerId: string, pin: string) =>
    ask<CarerKeys>('POST', `/api/homes/${id(homeId)}/carers/${id(carerId)}/unlocking`, { pin }),
  changeOwnPin: (homeId: string, carerId: string, change: OwnPinChange) =>
    ask<CarerKeys>('PUT', `/api/homes/${id(homeId)}/carers/${id(carerId)}/pin`, change),
  sbardsOfResident: (homeId: string, admissionId: string) =>
    ask<ResidentSbards>('GET', `/api/homes/${id(homeId)}/residents/${id(admissionId)}/sbards`),
  sendSbard: (homeId: string, admissionId: string, sent: SbardSent) =>
    ask<Sbard>('POST', `/api/homes/${id(homeId)}/residents/${id(admissionId)}/sbards`, sent),
  sendPhoto: (homeId: string, sent: PhotoSentInput | SealedForHub) =>
    ask<Photo>('POST', `/api/homes/${id(homeId)}/photos`, sent),
  photosOfStay: (admissionId: string) => ask<Photos>('GET', ofStay(admissionId, 'photos')),
  addressOfPhoto: (admissionId: string, photoId: string): string => ofStay(admissionId, `photos/${id(photoId)}`),
  sbardsOfStay: (admissionId: string) => ask<Sbards>('GET', ofStay(admissionId, 'sbards')),
  decideOnSbard: (admissionId: string, sbardId: string, decision: string) =>
    ask<unknown>('POST', ofStay(admissionId, `sbards/${id(sbardId)}/decision`), { decision }),
  askToRepeat: (admissionId: string, draft: RepeatDraft) =>
    ask<unknown>('POST', ofStay(admissionId, 'repeat-requests'), draft),
  homePhones: (wardId: string) => ask<HomePhones>('GET', `/api/wards/${id(wardId)}/home-phones`),
  changeHomePhones: (wardId: string, phones: HomePhones) =>
    ask<unknown>('PUT', `/api/wards/${id(wardId)}/home-phones`, phones),
  patient: (admissionId: string) => ask<StayHead>('GET', `/api/admissions/${id(admissionId)}`),
  /** Times are epoch ms; without an end up to now. */
  readings: (admissionId: string, { from, to }: { from: number; to: number | null }) => {
    const asked = [['from', from] as const, ...(to === null ? [] : [['to', to] as const])];
    const question = asked.map(([name, at]) => `${name}=${id(new Date(at).toISOString())}`).join('&');
    return ask<StayReadings>('GET', `/api/admissions/${id(admissionId)}/readings?${question}`);
  },
  alarmBurden: (wardId: string, days: number) =>
    ask<WardBurden>('GET', `/api/wards/${id(wardId)}/alarm-burden?days=${days}`),
  handover: (wardId: string, since: number) =>
    ask<Handover>('GET', `/api/wards/${id(wardId)}/handover?since=${id(new Date(since).toISOString())}`),
  decideOnRound: (admissionId: string, draft: RoundDecisionDraft) =>
    ask<RoundDecided>('POST', `/api/admissions/${id(admissionId)}/round-decisions`, draft),
  homes: () => ask<CareHomeList>('GET', '/api/homes'),
  sendHomeReading: (homeId: string, set: ReadingSetInput | SealedForHub) =>
    ask<StoredReading>('POST', `/v1/homes/${id(homeId)}/observations`, set),
  sendStayReading: (admissionId: string, set: ReadingSetInput) =>
    ask<StoredReading>('POST', `/v1/admissions/${id(admissionId)}/observations`, set),
  /** Without `confirm` it is only shown. */
  roundSheet: (homeId: string, sheet: Blob, confirm?: string) =>
    ask<RoundSheet>(
      'POST',
      `/v1/homes/${id(homeId)}/round-sheet${confirm === undefined ? '' : `?confirm=${id(confirm)}`}`,
      sheet,
    ),
  route: (wardId: string) => ask<AlertRouteView>('GET', `/api/wards/${id(wardId)}/route`),
  routeVersions: (wardId: string) => ask<AlertRouteVersion[]>('GET', `/api/wards/${id(wardId)}/route/versions`),
  changeRoute: (wardId: string, change: AlertRouteDraft) =>
    ask<unknown>('PUT', `/api/wards/${id(wardId)}/route`, change),
  acceptTimes: (wardId: string) => ask<AcceptTimesView>('GET', `/api/wards/${id(wardId)}/accept-times`),
  changeAcceptTimes: (wardId: string, change: AcceptTimesDraft) =>
    ask<unknown>('PUT', `/api/wards/${id(wardId)}/accept-times`, change),
  webhooks: (wardId: string) => ask<WebhookView[]>('GET', webhooksOf(wardId)),
  addWebhook: (wardId: string, webhook: WebhookDraft) => ask<WebhookSecret>('POST', webhooksOf(wardId), webhook),
  endWebhook: (wardId: string, webhookId: string) => ask<unknown>('DELETE', `${webhooksOf(wardId)}/${id(webhookId)}`),
  testWebhook: (wardId: string, webhookId: string) =>
    ask<unknown>('POST', `${webhooksOf(wardId)}/${id(webhookId)}/test-messages`),
  webhookDeliveries: (wardId: string, webhookId: string) =>
    ask<WebhookDelivery[]>('GET', `${webhooksOf(wardId)}/${id(webhookId)}/deliveries`),
  contact: () => ask<ContactView>('GET', '/api/account/contact'),
  changeContact: (change: ContactDraft) => ask<ContactView>('PUT', '/api/account/contact', change),
  addDevice: (device: PushSubscriptionDraft) => ask<{ id: string }>('POST', '/api/account/devices', device),
  removeDevice: (deviceId: string) => ask<unknown>('DELETE', `/api/account/devices/${id(deviceId)}`),
  sendTestMessage: (way: Way) => ask<unknown>('POST', '/api/account/test-messages', { way }),
  testMessages: () => ask<DeliveryView[]>('GET', '/api/account/test-messages'),
  openAlert: (alertId: string) => ask<AlertPlace>('POST', `/api/alerts/${id(alertId)}/opening`),
  sources: () => ask<SourceList>('GET', '/api/sources'),
  source: (sourceId: number) => ask<SourceDetail>('GET', `/api/sources/${sourceId}`),
  registerSource: (terms: SourceTerms) => ask<{ id: number }>('POST', '/api/sources', terms),
  changeSource: (sourceId: number, version: number, terms: SourceTerms) =>
    ask<{ version: number }>('PUT', `/api/sources/${sourceId}`, { version, terms }),
  switchSource: (sourceId: number, on: boolean, reason: string) =>
    ask<{ version: number }>('PUT', `/api/sources/${sourceId}/switch`, { on, reason }),
  giveKey: (sourceId: number, terms: NewKeyTerms) => ask<GivenKey>('POST', `/api/sources/${sourceId}/keys`, terms),
  rotateKey: (sourceId: number, keyId: number, rotation: KeyRotation) =>
    ask<GivenKey>('POST', `/api/sources/${sourceId}/keys/${keyId}/rotation`, rotation),
  revokeKey: (sourceId: number, keyId: number, reason: string) =>
    ask<unknown>('POST', `/api/sources/${sourceId}/keys/${keyId}/revocation`, { reason }),
  unmatched: () => ask<UnmatchedList>('GET', '/api/unmatched'),
  unmatchedCount: () => ask<{ readings: number }>('GET', '/api/unmatched/count'),
  stayIdentities: () => ask<{ stays: StayIdentity[] }>('GET', '/api/unmatched/stays'),
  attachReadings: (wish: Attachment) => ask<SettledReadings>('POST', '/api/unmatched/attachments', wish),
  dismissReadings: (wish: Dismissal) => ask<SettledReadings>('POST', '/api/unmatched/dismissals', wish),
  ownSessions: () => ask<OwnSessions>('GET', '/api/account/sessions'),
  endSession: (sessionId: string) => ask<unknown>('DELETE', `/api/account/sessions/${id(sessionId)}`),
  endOtherSessions: () => ask<unknown>('DELETE', '/api/account/sessions'),
  changePassword: (change: PasswordChange) => ask<SignedIn>('PUT', '/api/account/password', change),
  secondFactor: () => ask<SecondFactorView>('GET', '/api/account/second-factor'),
  beginSecondFactor: (password: string) => ask<SecondFactorBegun>('POST', '/api/account/second-factor', { password }),
  confirmSecondFactor: (code: string) => ask<SpareCodes>('POST', '/api/account/second-factor/confirmation', { code }),
  removeSecondFactor: (password: string) => ask<unknown>('POST', '/api/account/second-factor/removal', { password }),
  breakGlass: (draft: GlassDraft) => ask<OpenGlass>('POST', '/api/break-glass', draft),
  openRestricted: (admissionId: string, draft: RestrictedGlassDraft) =>
    ask<OpenGlass>('POST', ofStay(admissionId, 'break-glass'), draft),
  restriction: (admissionId: string) => ask<RestrictionView>('GET', ofStay(admissionId, 'restriction')),
  restrictRecord: (admissionId: string, wish: RestrictionWish) =>
    ask<unknown>('PUT', ofStay(admissionId, 'restriction'), wish),
  sharingChoices: (admissionId: string) => ask<SharingChoices>('GET', ofStay(admissionId, 'sharing-choices')),
  keepSharingChoice: (admissionId: string, draft: SharingChoiceDraft) =>
    ask<unknown>('POST', ofStay(admissionId, 'sharing-choices'), draft),
  openGlasses: () => ask<OpenGlasses>('GET', '/api/break-glass'),
  glassReviews: () => ask<GlassReviews>('GET', '/api/break-glass/reviews'),
  glassesToReview: () => ask<{ waiting: number }>('GET', '/api/break-glass/reviews/count'),
  reviewGlass: (glassId: string, review: GlassReview) =>
    ask<unknown>('POST', `/api/break-glass/${id(glassId)}/review`, review),
  retention: () => ask<RetentionView>('GET', '/api/retention'),
  decideRetention: (decision: RetentionDecision) => ask<unknown>('POST', '/api/retention/decisions', decision),
  withdrawRetention: (decisionId: string) =>
    ask<unknown>('POST', `/api/retention/decisions/${id(decisionId)}/withdrawal`, {}),
  searchAudit: (question: AuditQuestion) => ask<AuditPage>('POST', '/api/audit/search', question),
  auditPeople: () => ask<AuditPeople>('GET', '/api/audit/people'),
  verifyAudit: () => ask<AuditVerified>('POST', '/api/audit/verification'),
  wallScreens: (wardId: string) => ask<WallScreens>('GET', `/api/wards/${id(wardId)}/wall-screens`),
  openWallScreen: (wardId: string, terms: WallScreenTerms) =>
    ask<SignedIn>('POST', `/api/wards/${id(wardId)}/wall-screens`, terms),
  endWallScreen: (wardId: string, screenId: string) =>
    ask<unknown>('DELETE', `/api/wards/${id(wardId)}/wall-screens/${id(screenId)}`),
  accounts: () => ask<StaffAccounts>('GET', '/api/accounts'),
  giveRecoveryCode: (accountId: string) => ask<RecoveryGiven>('POST', `/api/accounts/${id(accountId)}/recovery`),
  recover: (wish: Recovery) => ask<SignedIn>('POST', '/api/session/recovery', wish),
  signInByCode: (code: string) => ask<SignedIn>('POST', '/api/session/code', { code }),
  myStay: () => ask<MyStay>('GET', '/api/my-stay'),
  messagesSeen: () => ask<unknown>('POST', '/api/my-stay/messages-seen'),
  accessToStay: (admissionId: string) => ask<StayAccess>('GET', ofStay(admissionId, 'access')),
  giveAccess: (admissionId: string, terms: AccessTerms) =>
    ask<AccessGiven>('POST', ofStay(admissionId, 'access'), terms),
  revokeAccess: (admissionId: string, accessId: string) =>
    ask<unknown>('POST', ofStay(admissionId, `access/${id(accessId)}/revocation`)),
  writeToPatient: (admissionId: string, text: string) =>
    ask<unknown>('POST', ofStay(admissionId, 'patient-messages'), { text }),
  changePatientPhone: (wardId: string, phone: string) =>
    ask<unknown>('PUT', `/api/wards/${id(wardId)}/patient-phone`, { phone }),
  pilot: () => ask<PilotView>('GET', '/api/pilot'),
  openPilotArea: (terms: AreaTerms) => ask<unknown>('POST', '/api/pilot/areas', terms),
  growPilotCap: (areaId: string, growth: CapGrowth) =>
    ask<unknown>('POST', `/api/pilot/areas/${id(areaId)}/caps`, growth),
  placeInArm: (admissionId: string, arm: Arm | null) => ask<unknown>('PUT', ofStay(admissionId, 'arm'), { arm }),
  tellConcern: (concern: ConcernSent) => ask<ConcernReceived>('POST', '/api/concerns', concern),
  concerns: () => ask<ConcernList>('GET', '/api/concerns'),
  takeConcern: (concernId: string, version: number) =>
    ask<unknown>('POST', `/api/concerns/${id(concernId)}/taking`, { version }),
  matchConcern: (concernId: string, version: number, admissionId: string | null) =>
    ask<unknown>('POST', `/api/concerns/${id(concernId)}/match`, { version, admissionId }),
  closeConcern: (concernId: string, terms: { version: number; outcome: ConcernOutcome; note: string | null }) =>
    ask<unknown>('POST', `/api/concerns/${id(concernId)}/outcome`, terms),
  partnerCodes: () => ask<PartnerCodeList>('GET', '/api/partner-codes'),
  givePartnerCode: (terms: PartnerCodeTerms) => ask<PartnerCodeGiven>('POST', '/api/partner-codes', terms),
  revokePartnerCode: (codeId: string) => ask<unknown>('POST', `/api/partner-codes/${id(codeId)}/revocation`),
  beds: (wardId: string) => ask<WardBeds>('GET', `/api/wards/${id(wardId)}/beds`),
  refer: (wardId: string, terms: ReferralTerms) =>
    ask<ReferralReceived>('POST', `/api/wards/${id(wardId)}/referrals`, terms),
  decideOnReferral: (referralId: string, decision: ReferralDecision) =>
    ask<unknown>('PUT', `/api/referrals/${id(referralId)}/decision`, decision),
  admit: (referralId: string, admission: ReferralAdmission) =>
    ask<Admitted>('POST', `/api/referrals/${id(referralId)}/admission`, admission),
  readReferralSheet: (wardId: string, sheet: ReferralSheet) =>
    ask<ReferralSheetRead>('POST', `/api/wards/${id(wardId)}/referral-sheets`, sheet),
  planAdmission: (referralId: string, plan: DayPlan) =>
    ask<unknown>('PUT', `/api/referrals/${id(referralId)}/planned-day`, plan),
  planDischarge: (admissionId: string, plan: DayPlan) => ask<unknown>('PUT', ofStay(admissionId, 'planned-day'), plan),
  checkFirstReading: (admissionId: string) => ask<unknown>('PUT', ofStay(admissionId, 'first-reading-check')),
  transferWard: (admissionId: string, wish: WardTransfer) =>
    ask<WardTransferred>('PUT', ofStay(admissionId, 'ward'), wish),
  kits: (wardId: string) => ask<WardKits>('GET', `/api/wards/${id(wardId)}/kits`),
  addKit: (wardId: string, kit: KitDraft) => ask<{ id: string }>('POST', `/api/wards/${id(wardId)}/kits`, kit),
  moveKit: (kitId: string, move: KitMove) => ask<{ version: number }>('PUT', `/api/kits/${id(kitId)}/state`, move),
  changeBed: (admissionId: string, change: BedChange) => ask<BedChanged>('PUT', ofStay(admissionId, 'bed'), change),
  transfersOf: (admissionId: string) => ask<OnwardTransfers>('GET', ofStay(admissionId, 'onward-transfers')),
  transferSheet: (admissionId: string, transferId: string) =>
    ask<TransferSheet>('GET', ofStay(admissionId, `onward-transfers/${id(transferId)}`)),
  addressOfTransfer: (admissionId: string, transferId: string): string =>
    ofStay(admissionId, `onward-transfers/${id(transferId)}/summary.pdf`),
  handOn: (admissionId: string, draft: TransferDraft) =>
    ask<OnwardTransfer>('POST', ofStay(admissionId, 'onward-transfers'), draft),
  dischargeSummary: (admissionId: string) => ask<DischargeSummaryView>('GET', ofStay(admissionId, 'discharge-summary')),
  writeDischargeSummary: (admissionId: string, draft: DischargeSummaryDraft) =>
    ask<DischargeSummaryView>('PUT', ofStay(admissionId, 'discharge-summary'), draft),
  addressOfLetter: (admissionId: string, letter: DischargeLetter): string =>
    ofStay(admissionId, `discharge-letters/${letter}`),
  sendBundleAgain: (admissionId: string) =>
    ask<DischargeSummaryView>('POST', ofStay(admissionId, 'discharge-sendings')),
  dischargeEndpoints: (wardId: string) => ask<DischargeEndpoints>('GET', dischargeEndpointsOf(wardId)),
  addDischargeEndpoint: (wardId: string, draft: DischargeEndpointDraft) =>
    ask<DischargeEndpointSecret>('POST', dischargeEndpointsOf(wardId), draft),
  endDischargeEndpoint: (wardId: string, endpointId: string) =>
    ask<unknown>('DELETE', `${dischargeEndpointsOf(wardId)}/${id(endpointId)}`),
  afterDischarge: (wardId: string) => ask<AfterDischarge>('GET', `/api/wards/${id(wardId)}/after-discharge`),
  endStay: (admissionId: string, end: StayEnd) => ask<StayEnded>('PUT', ofStay(admissionId, 'end'), end),
  readiness: (wardId: string) => ask<WardReadiness>('GET', `/api/wards/${id(wardId)}/readiness`),
  changeLevel: (admissionId: string, change: LevelChange) =>
    ask<LevelChanged>('PUT', ofStay(admissionId, 'level'), change),
  plan: (admissionId: string) => ask<StayPlanView>('GET', ofStay(admissionId, 'plan')),
  changePlan: (admissionId: string, change: PlanChange) => ask<PlanChanged>('PUT', ofStay(admissionId, 'plan'), change),
  orderScale: (admissionId: string, order: SpO2ScaleOrderDraft) =>
    ask<SpO2ScaleOrdered>('POST', ofStay(admissionId, 'spo2-scale-orders'), order),
  alertsOfStay: (admissionId: string, before: string | null) =>
    ask<StayAlerts>('GET', ofStay(admissionId, 'alerts') + (before === null ? '' : `?before=${id(before)}`)),
  notes: (admissionId: string) => ask<StayNotes>('GET', ofStay(admissionId, 'notes')),
  writeNote: (admissionId: string, note: NoteDraft) => ask<NoteWritten>('POST', ofStay(admissionId, 'notes'), note),
  /** `kinds` with commas. */
  timeline: (admissionId: string, kinds: string, before: string | null) =>
    ask<StayTimeline>(
      'GET',
      `${ofStay(admissionId, 'timeline')}?kinds=${id(kinds)}${before === null ? '' : `&before=${id(before)}`}`,
    ),
  deliveriesOfAlert: (alertId: string) => ask<AlertDeliveries>('GET', `/api/alerts/${id(alertId)}/deliveries`),
  actOnAlerts: (how: AlertDeed, alerts: SeenAlerts, terms: object = {}) =>
    ask<AlertVersion>('POST', `/api/alerts/${id(alerts[0].id)}/${how}`, { ...seen(alerts), ...terms }),
  commentOnAlert: (alertId: string, text: string) =>
    ask<AlertVersion>('POST', `/api/alerts/${id(alertId)}/comments`, { text }),
  alertHistory: (alertId: string) => ask<AlertHistory>('GET', `/api/alerts/${id(alertId)}/history`),
  colleagues: (wardId: string) => ask<Colleague[]>('GET', `/api/wards/${id(wardId)}/colleagues`),
};

/** Why something that a person asked for did not happen, in one sentence. */
export function whyNot(answer: Exclude<Answer<unknown>, { kind: 'done' }>): string {
  switch (answer.kind) {
    case 'unreachable':
      return 'The hub could not be reached. Nothing was changed. Try again.';
    case 'signed-out':
      return 'Your session has ended. Sign in again.';
    case 'refused':
      return (
        answer.problem?.detail ??
        answer.problem?.title ??
        `The hub refused this (${answer.status}). Nothing was changed.`
      );
  }
}

/** Types of the Peerstage client module. What each thing does is said in the comments of the module itself. */

/** `0x` and 64 digits (sr25519, ed25519) or 40 (Ethereum), lower case. */
export type Account = string;
/** ISO 8601, UTC, milliseconds. */
export type Instant = string;

export type ProblemName =
  // told by a server
  | 'invalid-request' | 'invalid-token' | 'not-registered' | 'not-broadcaster' | 'not-subscribed' | 'not-admin' | 'banned' | 'muted'
  | 'stream-not-found' | 'profile-not-found' | 'not-found' | 'method-not-allowed' | 'already-live' | 'conflict'
  | 'idempotency-mismatch' | 'precondition-failed' | 'too-large' | 'unsupported-media-type' | 'misdirected'
  | 'too-many-requests' | 'internal' | 'unavailable' | 'timeout'
  // of the client itself
  | 'wallet-refused' | 'wallet-missing' | 'unsupported';

export interface Problem {
  name: ProblemName;
  /** HTTP status; 0 where no server spoke. */
  status: number;
  detail: string;
}

export class PeerstageError extends Error implements Problem {
  name: ProblemName;
  status: number;
  detail: string;
  errors?: { pointer: string; detail: string }[];
  requestId?: string;
  /** Seconds. */
  retryAfter?: number;
  /** Whether the same question may well succeed a little later. */
  readonly passing: boolean;
}

export interface Wallet {
  account: Account;
  alg: 'SR25519-TEXT' | 'ED25519-TEXT' | 'EIP4361';
  label: string;
  kind: 'guest' | 'injected' | 'ethereum';
  /** Name of the wallet software, where it is not the browser itself. */
  extension?: string;
  /** The account as its own wallet writes it. */
  address?: string;
  sign(text: string): Promise<Uint8Array>;
}

export interface GuestWallet extends Wallet {
  kind: 'guest';
  /** The key itself, for {@link importGuestWallet} in another browser. */
  export(): Promise<string>;
}

export function guestWallet(): Promise<GuestWallet>;
export function importGuestWallet(exported: string): Promise<GuestWallet>;

/** Names only; asks the user nothing. */
export function injectedExtensions(): string[];
export function injectedWallets(extension?: string): Promise<Wallet[]>;

/** Names only; asks the user nothing. */
export function ethereumProviders(): Promise<{ name: string; rdns: string; icon?: string }[]>;
export function ethereumWallets(nameOrRdns?: string): Promise<Wallet[]>;

export interface Me {
  account: Account;
  expiresAt: Instant;
  registered: boolean;
  admin: boolean;
  liveStreamId?: string;
}

export interface ProfileFields {
  name?: string;
  surname?: string;
  imgLink?: string;
  timeZone?: string;
}

export interface Profile extends ProfileFields {
  account: Account;
  streamIds: string[];
  subscriberCount: number;
  subscriptionCount: number;
  since: Instant;
  subscribed?: boolean;
}

export type Audience = 'subscribers' | 'everyone';

export interface StreamFields {
  title: string;
  description?: string;
  startTime: Instant;
  endTime: Instant;
  imgLink?: string;
  audience?: Audience;
}

/** Absent leaves as it is, null clears. */
export type StreamChanges = Partial<Omit<StreamFields, 'description' | 'imgLink'>> & {
  description?: string | null;
  imgLink?: string | null;
};

export interface Stream extends StreamFields {
  id: string;
  broadcaster: Account;
  speaker: Pick<ProfileFields, 'name' | 'surname' | 'imgLink'>;
  audience: Audience;
  status: 'live' | 'upcoming' | 'past';
  startedAt?: Instant;
  endedAt?: Instant;
  watchers: number;
  version: number;
}

export interface Page<T> {
  items: T[];
  /** Cursor of the next page; absent on the last. */
  next?: string;
}

/** Somebody who subscribed, or was subscribed to. */
export interface Person {
  account: Account;
  name?: string;
  surname?: string;
  imgLink?: string;
  /** When that began. */
  since: Instant;
}

/** Of the last show; as it stands while that is on. */
export interface Summary {
  startedAt?: Instant;
  endedAt?: Instant;
  /** The most that watched at the same time. */
  peakWatchers: number;
  /** How many watched in all. */
  watchers: number;
  /** Of the pictures, the part that viewers got from one another, 0 to 1. */
  relayedShare: number;
}

export interface Ban {
  account: Account;
  since: Instant;
}

export interface Admin {
  account: Account;
  /** Named by the operator's setting, so that nobody can remove it. */
  fixed: boolean;
}

/** A room as its owner sees it, for admins. */
export interface RoomView {
  stream: string;
  /** The instance that owns it. */
  owner: string;
  epoch: number;
  live: boolean;
  watchers: number;
  connections: number;
  /** Peers without a parent. */
  waiting: number;
  /** How many peers are at each depth; the first is the broadcaster. */
  depths: number[];
  /** At most 1,000, the highest first; empty while no show is on. */
  peers: RoomSeat[];
}

export interface RoomSeat {
  peer: string;
  /** Absent for a visitor. */
  account?: Account;
  connected: boolean;
  parent?: string;
  standby?: string;
  depth: number;
  children: number;
  capacity: number;
  /** Absent if it passes nothing on. */
  mode?: 'passthrough' | 'track';
  /** To its parent, in milliseconds. */
  rtt: number;
  /** Of packets from its parent, 0 to 1. */
  loss: number;
  /** Bits a second, for one of its children; of what it receives, if it has none. */
  bitrate: number;
}

/** oEmbed 1.0, type rich. */
export interface Oembed {
  version: '1.0';
  type: 'rich';
  title: string;
  author_name: string;
  author_url: string;
  provider_name: string;
  provider_url: string;
  cache_age: number;
  html: string;
  width: number;
  height: number;
}

export interface PeopleQuery extends PageQuery {
  q?: string;
  sort?: 'name' | 'since';
}

export interface PageQuery {
  limit?: number;
  cursor?: string;
}

export type Status = 'live' | 'upcoming' | 'past';

export interface StreamQuery extends PageQuery {
  status?: Status | Status[];
  broadcaster?: Account;
  subscribedBy?: Account;
  q?: string;
  /** Only streams that start then or later. */
  from?: Instant;
  /** Only streams that start before that. */
  until?: Instant;
  sort?: 'start' | '-start';
}

export interface IceServers {
  /** For `new RTCPeerConnection({ iceServers })`. */
  iceServers: { urls: string[]; username?: string; credential?: string }[];
  /** Until when the credentials open a connection; absent if no server needs any. */
  expiresAt?: Instant;
}

export interface LogEvent {
  position: number;
  type: string;
  account: Account;
  at: Instant;
  data: Record<string, unknown>;
}

/** The whole state under the names that the origin gave it. */
export interface State {
  streams: [string, Record<string, unknown>][];
  users: [Account, Record<string, unknown>][];
  admins: Account[];
}

export interface CallOptions {
  signal?: AbortSignal;
}

export interface PeerstageEvents {
  signedin: CustomEvent<{ account: Account; expiresAt: Date }>;
  signedout: CustomEvent<{ reason: 'signed-out' | 'elsewhere' | 'expired' | 'invalid-token' }>;
}

export class Peerstage extends EventTarget {
  constructor(options?: {
    url?: string;
    storage?: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
    /** Pass on what is watched; by default unless this is a phone or is to save data or its battery. */
    relay?: boolean;
    /** Media through TURN servers alone: no other peer learns this one's address. */
    relayOnly?: boolean;
    /** Whom this one feeds at most, 0 to 8. */
    maxChildren?: number;
    /** False: encode again for each child, though the browser could pass frames on as they came. */
    passthrough?: boolean;
    /** False: no second parent stands by. */
    standby?: boolean;
  });

  readonly signedIn: boolean;
  readonly account: Account | null;
  readonly expiresAt: Date | null;

  signIn(wallet: Pick<Wallet, 'account' | 'alg' | 'sign'>, options?: { hours?: number }): Promise<Me>;
  signOut(options?: { all?: boolean }): Promise<void>;
  enter(streamId: string, options?: { relayOnly?: boolean }): Promise<Room>;
  watchStreams(ids?: string[]): StreamWatch;
  followEvents(options?: { after?: number; signal?: AbortSignal }): AsyncGenerator<LogEvent, void, void>;

  getMe(options?: CallOptions): Promise<Me>;
  editProfile(fields: ProfileFields, options?: CallOptions): Promise<Profile>;
  getProfile(account: string, options?: CallOptions): Promise<Profile>;
  listProfiles(query?: PageQuery & { q?: string } & CallOptions): Promise<Page<Profile>>;
  listSubscribers(account: string, query?: PeopleQuery & CallOptions): Promise<Page<Person>>;
  listSubscriptions(account: string, query?: PeopleQuery & CallOptions): Promise<Page<Person>>;
  subscribe(account: string, options?: CallOptions): Promise<{ account: Account; since: Instant }>;
  unsubscribe(account: string, options?: CallOptions): Promise<void>;
  scheduleStream(fields: StreamFields, options?: CallOptions & { idempotencyKey?: string }): Promise<Stream>;
  getStream(id: string, options?: CallOptions): Promise<Stream>;
  listStreams(query?: StreamQuery & CallOptions): Promise<Page<Stream>>;
  editStream(id: string, changes: StreamChanges, options?: CallOptions & { ifVersion?: number }): Promise<Stream>;
  deleteStream(id: string, options?: CallOptions): Promise<void>;
  getSummary(id: string, options?: CallOptions): Promise<Summary>;
  /** For its broadcaster: who feeds whom. Refused with `not-found` while the room is not open. */
  getStreamRoom(id: string, options?: CallOptions): Promise<RoomView>;
  /** Those who signed in. */
  listWatchers(id: string, options?: CallOptions): Promise<{ items: Account[] }>;
  deleteProfile(options?: CallOptions): Promise<void>;
  listMyBans(query?: PageQuery & CallOptions): Promise<Page<Person>>;
  banFromMyStreams(account: string, options?: CallOptions): Promise<Ban>;
  unbanFromMyStreams(account: string, options?: CallOptions): Promise<void>;
  listAdmins(options?: CallOptions): Promise<{ items: Admin[] }>;
  addAdmin(account: string, options?: CallOptions): Promise<void>;
  removeAdmin(account: string, options?: CallOptions): Promise<void>;
  listBans(query?: PageQuery & CallOptions): Promise<Page<Ban>>;
  banAccount(account: string, options?: CallOptions): Promise<Ban>;
  unbanAccount(account: string, options?: CallOptions): Promise<void>;
  /** Refused with `not-found` while the room is not open. */
  getRoom(streamId: string, options?: CallOptions): Promise<RoomView>;
  /** A PNG, JPEG or WebP of at most 2 MiB; `link` is for `imgLink`. */
  uploadImage(file: Blob, options?: CallOptions): Promise<{ link: string }>;
  getIceServers(options?: CallOptions): Promise<IceServers>;
  /** RFC 5545. To follow a calendar give its address to a calendar program: `/api/v1/streams.ics`. */
  getCalendar(options?: CallOptions): Promise<string>;
  /** One stream, to add it to one's own calendar. */
  getStreamCalendar(id: string, options?: CallOptions): Promise<string>;
  getProfileCalendar(account: string, options?: CallOptions): Promise<string>;
  /** Of those whom the account subscribed to. */
  getSubscriptionsCalendar(account: string, options?: CallOptions): Promise<string>;
  /** RFC 4287. */
  getFeed(options?: CallOptions): Promise<string>;
  getProfileFeed(account: string, options?: CallOptions): Promise<string>;
  getOembed(query: { url: string; format?: 'json'; maxwidth?: number; maxheight?: number } & CallOptions): Promise<Oembed>;
  listEvents(query?: { after?: number; limit?: number } & CallOptions): Promise<{ items: LogEvent[]; next: number }>;
  getState(options?: CallOptions): Promise<State>;

  addEventListener<K extends keyof PeerstageEvents>(
    type: K, listener: (event: PeerstageEvents[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(
    type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
}

export interface StreamChange {
  id: string;
  status: 'live' | 'upcoming' | 'past' | 'deleted';
  watchers: number;
  /** Absent if it is deleted. Another than the one you have: read the stream again. */
  version?: number;
}

export interface StreamWatchEvents {
  changed: CustomEvent<StreamChange>;
  connected: Event;
  refused: CustomEvent<Problem>;
}

/** Made by {@link Peerstage.watchStreams}. */
export interface StreamWatch extends EventTarget {
  /** Undefined for the whole schedule. */
  ids: string[] | undefined;
  readonly connected: boolean;
  close(): void;

  addEventListener<K extends keyof StreamWatchEvents>(
    type: K, listener: (event: StreamWatchEvents[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(
    type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
}

export interface RoomFacts {
  live: boolean;
  watchers: number;
  title: string;
  broadcaster: Account;
  startTime: Instant;
  endTime: Instant;
  startedAt?: Instant;
  audience: Audience;
}

export interface RoomState extends RoomFacts {
  stream: string;
  /** Our own id in this room. */
  peer: string;
  /** Whether the socket is up; media goes on without it for a while. */
  connected: boolean;
  broadcasting: boolean;
  /** Whether frames have come. */
  receiving: boolean;
  /** How many peers we feed or are about to; a standby is none of them. */
  feeding: number;
  closed: boolean;
}

/** Where a peer is in the relay tree. */
export interface Place {
  peerId: string;
  /** Who feeds it; null while nobody does. */
  parent: string | null;
  /** Who would go on if the parent failed. */
  standby: string | null;
  /** Edges between it and the broadcaster. */
  depth: number;
  /** Fed by it. */
  children: number;
  mode: 'track' | 'passthrough';
  watchers: number;
  /** How many wait for a parent, this peer among them; null unless it waits. */
  waiting: number | null;
}

export interface ChatMessage {
  id: string;
  account: Account;
  name: string;
  text: string;
  at: Instant;
}

export type Moderation =
  | { action: 'remove'; message: string }
  | { action: 'mute' | 'unmute' | 'ban' | 'unban'; account: Account };

export interface RoomStats {
  framesDecoded: number;
  fps: number;
  width: number;
  height: number;
  /** Bits a second. */
  bitrate: number;
  /** Milliseconds. */
  rtt: number;
  /** 0 to 1. */
  loss: number;
  longestGapMs: number;
  /** Sent to others by the last report. */
  relayedBytes: number;
}

export interface RoomEvents {
  room: CustomEvent<RoomFacts>;
  live: CustomEvent<{ live: boolean; startedAt?: Instant }>;
  watchers: CustomEvent<{ watchers: number }>;
  media: CustomEvent<{ media: MediaStream; edge: string }>;
  place: CustomEvent<Place>;
  /** What was said, the oldest first, and the ids of messages that are to be shown no longer. */
  chat: CustomEvent<{ messages: ChatMessage[]; removed: string[] }>;
  reconnecting: CustomEvent<{ attempt: number; inMs: number }>;
  reconnected: CustomEvent<{ afterMs: number }>;
  ended: CustomEvent<{ reason: 'stopped' | 'lost' | 'deleted' } | { reason: 'refused'; problem: Problem }>;
  refused: CustomEvent<Problem>;
  closed: Event;
}

/** Made by {@link Peerstage.enter}. */
export interface Room extends EventTarget {
  readonly media: MediaStream;
  readonly state: Readonly<RoomState>;
  /** As the server said last; null while we are not in the tree. */
  readonly place: Readonly<Place> | null;
  /** What was said last, at most 50, the oldest first. */
  readonly messages: readonly ChatMessage[];
  /** Whether we pass on what we watch. */
  relay: boolean;
  /** Whether no other peer learns our address. */
  readonly relayOnly: boolean;
  /** Whether there is a TURN server for that. */
  readonly canHideAddress: boolean;

  goLive(source: MediaStream, options?: { takeOver?: boolean }): Promise<{ startedAt: Instant }>;
  /** Shows something else: no connection is made anew for it. */
  setSource(source: MediaStream): void;
  stop(): Promise<void>;
  chat(text: string): Promise<{ id: string }>;
  moderate(what: Moderation): Promise<void>;
  leave(): Promise<void>;
  stats(): Promise<RoomStats>;

  addEventListener<K extends keyof RoomEvents>(
    type: K, listener: (event: RoomEvents[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(
    type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
}

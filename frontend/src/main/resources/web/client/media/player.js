import { LoopBack } from './loop-back.js';

/**
 * Plays what comes in, whichever parent it comes from: one more child of ours, in this page. So its pictures go on where those of the
 * children do, and the tracks of what is shown stay the same for as long as its encoder does.
 */
export class Player {
  #loop;
  #stream;
  #feederFor;
  #sound;
  #picture;
  #renewals = 0;
  #renewed = Promise.resolve();
  /** Whose pictures are shown until the next one's come. */
  #formers = [];
  #latest = null;

  /**
   * @param {MediaStream} stream an empty one, which is shown
   * @param {(edge: object, kinds: string[]) => import('./frame-feeder.js').FrameFeeder} feederFor
   */
  constructor(platform, stream, feederFor) {
    this.#stream = stream;
    this.#feederFor = feederFor;
    this.#loop = new LoopBack(platform, track => this.#came(track));
    this.#sound = this.#newFeeder('player', ['audio']);
    this.#picture = this.#newFeeder('player', ['video']);
  }

  /** Resolves when it can play. */
  async open() {
    const connected = this.#loop.connected();
    await this.#sound.feed();
    await this.#describe();
    await connected;
  }

  /** What is played has another codec. */
  async prefer() {
    this.#picture.prefer();
    await this.#describe();
  }

  /**
   * What is played comes from another encoder, which counts its pictures anew. A decoder that knows the former's may take them for older than those, and wait for seconds: the
   * new ones get one of their own, which is shown as soon as it has something.
   */
  renew() {
    return this.#renewed = this.#renewed.catch(() => {}).then(() => this.#renew());
  }

  /** What its statistics are about. */
  get shown() {
    return this.#stream.getTracks().find(({ kind }) => kind === 'video') ?? this;
  }

  stats() {
    return this.#loop.far.getStats();
  }

  close() {
    this.#loop.close();
  }

  async #renew() {
    this.#formers.push(this.#picture);
    this.#picture = this.#newFeeder(`player ${++this.#renewals}`, ['video']);
    await this.#describe();
  }

  #newFeeder(id, kinds) {
    return this.#feederFor({ id, connection: this.#loop.near, standby: false }, kinds);
  }

  async #describe() {
    if (await this.#picture.feed()) await this.#negotiate();
  }

  #negotiate() {
    return this.#loop.connect(sdp => this.#picture.edit({ type: 'answer', sdp }).sdp);
  }

  #came(track) {
    const formers = [...this.#formers];
    if (track.kind === 'audio' || !this.#latest) this.#stream.addTrack(track);
    else track.onunmute = () => this.#show(track, formers);
    if (track.kind === 'video') this.#latest = track;
  }

  /** Instead of those before it; yet another may be on its way by now. */
  #show(track, formers) {
    track.onunmute = null;
    if (track !== this.#latest) return;
    const shown = this.#stream.getTracks().filter(({ kind }) => kind === 'video');
    this.#stream.addTrack(track);
    for (const former of shown) this.#stream.removeTrack(former);
    for (const former of formers) former.end();
    this.#formers = this.#formers.filter(other => !formers.includes(other));
    this.#negotiate().catch(() => {}); // what ended stays, unseen
  }
}

/** One sound made of several: one microphone, and what a shared screen plays. Tracks that are muted are silent in it. */
export class Mixed {
  #context;
  /** @type {MediaStreamTrack} */
  track;

  /** @param {MediaStreamTrack[]} sounds they stay the caller's */
  constructor(sounds) {
    this.#context = new AudioContext();
    const sum = this.#context.createMediaStreamDestination();
    for (const sound of sounds) this.#context.createMediaStreamSource(new MediaStream([sound])).connect(sum);
    [this.track] = sum.stream.getAudioTracks();
    this.#context.resume();
  }

  close() {
    this.track.stop();
    this.#context.close();
  }
}

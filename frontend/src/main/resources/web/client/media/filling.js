/** How often a child's wish for a picture is noticed at the latest: its sender's encoder answers it with its next one. */
const PICTURE_MS = 66;
const SOUND_MS = 1_000;
const SAMPLE_RATE = 48_000;
const SAMPLES = 480;
const SIDE = 16;

/**
 * Feeds the tracks that keep senders alive.
 * @param {WritableStream} audio
 * @param {WritableStream} video
 */
export function fillIn(audio, video) {
  const sound = audio.getWriter();
  const pictures = video.getWriter();
  const samples = new Float32Array(SAMPLES);
  const grey = new Uint8Array(SIDE * SIDE * 3 / 2).fill(0x80);
  let played = 0;
  const beSilent = () => {
    const data = { format: 'f32', sampleRate: SAMPLE_RATE, numberOfFrames: SAMPLES, numberOfChannels: 1, timestamp: played += 10_000, data: samples };
    sound.write(new AudioData(data)).catch(() => {});
  };
  const showNothing = () => {
    grey[0] ^= 1;
    const frame = { format: 'I420', codedWidth: SIDE, codedHeight: SIDE, timestamp: Math.round(performance.now() * 1_000) };
    pictures.write(new VideoFrame(grey, frame)).catch(() => {});
  };
  beSilent();
  showNothing();
  setInterval(beSilent, SOUND_MS);
  setInterval(showNothing, PICTURE_MS);
}

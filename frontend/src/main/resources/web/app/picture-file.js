/** The server takes 2 MiB; what is shown is never larger than this. */
const LONGEST_SIDE = 1_600;
const QUALITY = 0.86;
const TAKEN = ['image/png', 'image/jpeg', 'image/webp'];
const SMALL_ENOUGH = 1_500_000;

export class NoPicture extends Error {}

/**
 * What a person chose, as the server takes it: a photograph from a phone is made smaller here, and one of a kind that only this browser knows is turned into one that all know.
 * @param {Blob} file
 * @returns {Promise<Blob>} rejects with {@link NoPicture} where it cannot be read as a picture
 */
export async function pictureFile(file) {
  const bitmap = await createImageBitmap(file).catch(() => { throw new NoPicture(); });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  if (scale === 1 && TAKEN.includes(file.type) && file.size <= SMALL_ENOUGH) {
    bitmap.close();
    return file;
  }
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [bitmap.width, bitmap.height].map(side => Math.max(1, Math.round(side * scale)));
  canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const encoded = await blobOf(canvas, 'image/webp');
  return encoded.type === 'image/webp' ? encoded : blobOf(canvas, 'image/jpeg'); // Safari writes no WebP
}

const blobOf = (canvas, type) => new Promise((resolve, reject) => {
  canvas.toBlob(blob => blob ? resolve(blob) : reject(new NoPicture()), type, QUALITY);
});

/** The first picture among what is dropped or pasted. @param {DataTransfer | null} data */
export const pictureOf = data => [...data?.files ?? []].find(({ type }) => type.startsWith('image/')) ?? null;

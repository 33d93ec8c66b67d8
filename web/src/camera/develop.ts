/** A photo as it is kept on the phone: upright, small enough to travel, with a thumbnail. */
import { blankPosition, readExif } from './exif';
import { jpegSize } from './jpeg';
import { NotAPhoto } from './notAPhoto';

/** As the server keeps photos: small print on a receipt stays legible. */
const LONGEST_SIDE = 2560;
const QUALITY = 0.85;
const THUMBNAIL_SIDE = 320;
const THUMBNAIL_QUALITY = 0.75;
/** What the server takes in. */
const MOST_BYTES = 25 * 1024 * 1024;
const HEIC_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'mif1', 'msf1'];

/** `thumbnail` is null where this browser cannot show the picture. */
export type Developed = { bytes: ArrayBuffer; type: 'image/jpeg' | 'image/heic'; thumbnail: ArrayBuffer | null };

/** `keepsPosition`: whether a file that has to travel unchanged may keep where it was taken. Throws `NotAPhoto`. */
export async function developed(original: ArrayBuffer, keepsPosition: boolean): Promise<Developed> {
  const bitmap = await decoded(original);
  if (bitmap === null) return undeveloped(original, keepsPosition);
  try {
    const photo = drawn(bitmap, bitmap.width, bitmap.height, LONGEST_SIDE);
    const thumbnail = drawn(photo, photo.width, photo.height, THUMBNAIL_SIDE);
    const [bytes, small] = await Promise.all([encoded(photo, QUALITY), encoded(thumbnail, THUMBNAIL_QUALITY)]);
    return { bytes, type: 'image/jpeg', thumbnail: small };
  } finally {
    bitmap.close();
  }
}

/** HEIC is what most iPhones take and few other browsers show. */
function undeveloped(original: ArrayBuffer, keepsPosition: boolean): Developed {
  if (!isHeic(original) || original.byteLength > MOST_BYTES) throw new NotAPhoto();
  if (!keepsPosition) blankPosition(original);
  return { bytes: original, type: 'image/heic', thumbnail: null };
}

async function decoded(original: ArrayBuffer): Promise<ImageBitmap | null> {
  const file = new Blob([original]);
  // Made smaller while it is decoded, a picture never takes its full size in memory. Old browsers know no options.
  return createImageBitmap(file, resize(original)).catch(() => createImageBitmap(file).catch(() => null));
}

/** One side is enough: the other follows. */
function resize(original: ArrayBuffer): ImageBitmapOptions {
  const size = jpegSize(original);
  if (size === null || Math.max(size.width, size.height) <= LONGEST_SIDE) return {};
  const lying = readExif(original).orientation >= 5;
  const wide = size.width >= size.height !== lying;
  return { ...(wide ? { resizeWidth: LONGEST_SIDE } : { resizeHeight: LONGEST_SIDE }), resizeQuality: 'medium' };
}

type Canvas = OffscreenCanvas | HTMLCanvasElement;

function drawn(source: CanvasImageSource, width: number, height: number, longest: number): Canvas {
  const scale = Math.min(1, longest / Math.max(width, height));
  const canvas = canvasOf(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  const context = canvas.getContext('2d', { alpha: false }) as OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D | null;
  if (context === null) throw new Error('this browser gives no canvas');
  // What is transparent in a screenshot would become black.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** One that is not part of the page is encoded at once; the other waits until the page has nothing else to do. */
function canvasOf(width: number, height: number): Canvas {
  if ('OffscreenCanvas' in window) return new OffscreenCanvas(width, height);
  return Object.assign(document.createElement('canvas'), { width, height });
}

async function encoded(canvas: Canvas, quality: number): Promise<ArrayBuffer> {
  const type = 'image/jpeg';
  const blob = await ('convertToBlob' in canvas
    ? canvas.convertToBlob({ type, quality })
    : new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, quality)));
  // Phones give little memory to canvases, and take it back late.
  canvas.width = 0;
  if (blob === null) throw new Error('the browser could not encode the photo');
  return blob.arrayBuffer();
}

function isHeic(bytes: ArrayBuffer): boolean {
  const [box, brand] = [4, 8].map((at) => String.fromCharCode(...new Uint8Array(bytes.slice(at, at + 4))));
  return box === 'ftyp' && HEIC_BRANDS.includes(brand ?? '');
}

import { createReadStream } from 'node:fs';
import { fileTypeFromFile } from 'file-type';

/** What a caller accepts: media types as `file-type` names them, and `text/plain` or `text/csv` for text, which has no signature. */
export type AllowedMediaTypes = readonly string[];

const TEXT_TYPES = ['text/plain', 'text/csv'] as const;

/**
 * The media type of a file by its content alone, whatever its name says.
 * @returns the type when it is among the allowed ones, otherwise null
 */
export async function acceptedMediaType(path: string, allowed: AllowedMediaTypes): Promise<string | null> {
  const detected = await fileTypeFromFile(path);
  if (detected) return allowed.includes(detected.mime) ? detected.mime : null;
  const textType = TEXT_TYPES.find((type) => allowed.includes(type));
  return textType !== undefined && (await isText(path)) ? textType : null;
}

/** Whether the whole file is UTF-8 without control characters other than tabs and line ends. */
async function isText(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/u.test(decoder.decode(chunk, { stream: true }))) return false;
    }
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

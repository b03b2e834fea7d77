// Reading what a caller sends, never more than we said we would take.
import { AppError } from "#lib/core/errors.ts";

const tooLarge = (maxBytes: number) =>
  new AppError("too_large", "access.too_large", `The request is larger than ${maxBytes} bytes.`, { megabytes: Math.max(1, Math.floor(maxBytes / 1_000_000)) });

/** The body as a stream that fails once more than `maxBytes` have come. */
export function cappedStream(request: Request, maxBytes: number): ReadableStream<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  if (!request.body) throw new AppError("invalid", "access.body_missing", "The request has no body.");
  let seen = 0;
  return request.body.pipeThrough(new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      seen += chunk.byteLength;
      if (seen > maxBytes) controller.error(tooLarge(maxBytes));
      else controller.enqueue(chunk);
    },
  }));
}

/** The body as JSON. Throws `invalid` when it says it is something else or isn't JSON. */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  const type = request.headers.get("content-type")?.split(";")[0]!.trim().toLowerCase();
  if (type !== "application/json") throw new AppError("invalid", "access.not_json", "Send the body as application/json.");
  const chunks: Uint8Array[] = [];
  for await (const chunk of cappedStream(request, maxBytes) as unknown as AsyncIterable<Uint8Array>) chunks.push(chunk);
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch (cause) {
    throw new AppError("invalid", "access.not_json", "The body isn't JSON.", {}, { cause });
  }
}

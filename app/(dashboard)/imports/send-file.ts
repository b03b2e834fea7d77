/** What came back: an id, or words of the refusal ("" when nothing answered, null when it was stopped here). */
export interface FileAnswer { id: string | null; error: string | null }

/** Sends a file as the body of a request. XMLHttpRequest, because fetch doesn't tell how much has gone out. */
export function sendFile(path: string, file: Blob, onShare: (share: number) => void): { done: Promise<FileAnswer>; abort: () => void } {
  const request = new XMLHttpRequest();
  const done = new Promise<FileAnswer>((resolve) => {
    request.upload.onprogress = (event) => { if (event.lengthComputable && event.total > 0) onShare(event.loaded / event.total); };
    request.onerror = () => resolve({ id: null, error: "" });
    request.onabort = () => resolve({ id: null, error: null });
    request.onload = () => {
      const answer = request.response as { id?: string; error?: { message: string } } | null;
      resolve(request.status < 400 && answer?.id ? { id: answer.id, error: null } : { id: null, error: answer?.error?.message ?? "" });
    };
    request.open("POST", path);
    request.responseType = "json";
    request.setRequestHeader("content-type", "application/octet-stream");
    request.send(file);
  });
  return { done, abort: () => request.abort() };
}

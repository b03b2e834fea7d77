/** The way back after signing in: a path of this product, or "/" for anything that could lead elsewhere. */
export function ownPath(asked: unknown): string {
  if (typeof asked !== "string" || !asked.startsWith("/")) return "/";
  // Read as a browser reads it: it drops tabs and takes "\\" for "/", so only its own reading can be trusted.
  const here = "http://own.invalid";
  const url = new URL(asked, here);
  return url.origin === here && !url.pathname.startsWith("//") ? url.pathname + url.search : "/";
}

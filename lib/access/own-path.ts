/** The way back after signing in: a path of this product, or "/" for anything that could lead elsewhere. */
export function ownPath(asked: unknown): string {
  if (typeof asked !== "string" || !/^\/(?![/\\])/.test(asked) || /[\u0000-\u001f\\]/.test(asked)) return "/";
  const here = "http://own.invalid";
  const url = new URL(asked, here);
  return url.origin === here && !url.pathname.startsWith("//") ? url.pathname + url.search : "/";
}

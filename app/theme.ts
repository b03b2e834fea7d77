// The chosen theme lives in a cookie, so that the server paints it at once; "system" means no choice.
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
export const THEME_COOKIE = "theme";

/** The theme that a cookie's text names; anything unknown is "system". */
export function themeFrom(text: string | undefined): Theme {
  return text === "light" || text === "dark" ? text : "system";
}

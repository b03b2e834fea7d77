"use client";
import { useState } from "react";
import { THEME_COOKIE, THEMES, type Theme } from "#app/theme.ts";

/** Light, dark or as the system has it; kept in a cookie so that the server paints it at once. */
export function ThemeSwitch({ chosen, words }: { chosen: Theme; words: Record<Theme | "label", string> }) {
  const [theme, setTheme] = useState(chosen);
  const choose = (next: Theme) => {
    setTheme(next);
    document.cookie = `${THEME_COOKIE}=${next}; path=/; max-age=${next === "system" ? 0 : 31_536_000}; samesite=lax`;
    document.documentElement.classList.remove("light", "dark");
    if (next !== "system") document.documentElement.classList.add(next);
  };
  return (
    <fieldset className="flex rounded-lg bg-sunken p-0.5">
      <legend className="sr-only">{words.label}</legend>
      {THEMES.map((name) => (
        <label key={name} className="flex-1 rounded-md px-2 py-1 text-center text-note text-ink-soft has-checked:bg-panel has-checked:text-ink has-checked:shadow-breath has-focus-visible:outline-2 has-focus-visible:outline-accent">
          <input type="radio" name="theme" value={name} checked={theme === name} onChange={() => choose(name)} className="sr-only" />
          {words[name]}
        </label>
      ))}
    </fieldset>
  );
}

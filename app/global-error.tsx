"use client";
import problem from "#lib/words/en/problem.json" with { type: "json" };
import "./globals.css";

/** When even the frame broke. */
export default function Broken({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body className="mx-auto max-w-xl p-6 pt-[12vh] font-sans">
        <h1 className="text-title">{problem.title}</h1>
        <p className="mt-2">{problem.text.replace("{number}", error.digest ?? "–")}</p>
        <p className="mt-4"><a className="text-accent underline" href="/">{problem.again}</a></p>
      </body>
    </html>
  );
}
